//! Two intermediates, each after what it signed.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-two-intermediates",
    wrong: "two intermediates are sent, each after what it signed",
    citation: "RFC 8446 §4.4.2",
    make: |forge| {
        let upper = forge.authority("upper", forge.root())?.sign(&forge.root().key)?;
        let lower = forge.authority("lower", &upper)?.sign(&upper.key)?;
        let leaf = forge.leaf_below(&lower)?.sign(&lower.key)?;
        Ok(forge.chain(&leaf, &[&lower, &upper]))
    },
    ..Case::CONTROL
};
