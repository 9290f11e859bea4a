//! An intermediate that may have one CA below it has two.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "path-length-1",
    wrong: "an intermediate with path length 1 has two CAs below it",
    rule: Some("path-length"),
    citation: "RFC 5280 §4.2.1.9",
    make: |forge| {
        let mut first = forge.authority("first", forge.root())?;
        first.set(part::path_length(1));
        let first = first.sign(&forge.root().key)?;
        let second = forge.authority("second", &first)?.sign(&first.key)?;
        let third = forge.authority("third", &second)?.sign(&second.key)?;
        let leaf = forge.leaf_below(&third)?.sign(&third.key)?;
        Ok(forge.chain(&leaf, &[&third, &second, &first]))
    },
    ..Case::REJECT
};
