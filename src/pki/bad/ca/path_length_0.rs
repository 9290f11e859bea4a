//! An intermediate that may have no CA below it has one.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "path-length-0",
    wrong: "an intermediate with path length 0 has a CA below it",
    rule: Some("path-length"),
    citation: "RFC 5280 §4.2.1.9",
    make: |forge| {
        let mut upper = forge.authority("upper", forge.root())?;
        upper.set(part::path_length(0));
        let upper = upper.sign(&forge.root().key)?;
        let lower = forge.authority("lower", &upper)?.sign(&upper.key)?;
        let leaf = forge.leaf_below(&lower)?.sign(&lower.key)?;
        Ok(forge.chain(&leaf, &[&lower, &upper]))
    },
    ..Case::REJECT
};
