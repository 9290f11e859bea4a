//! Two intermediates, the upper one first.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "wrong-order",
    wrong: "the intermediates are sent in the wrong order",
    client: "connect; older clients refuse",
    rule: Some("chain-order"),
    citation: "RFC 8446 §4.4.2",
    make: |forge| {
        let upper = forge.authority("upper", forge.root())?.sign(&forge.root().key)?;
        let lower = forge.authority("lower", &upper)?.sign(&upper.key)?;
        let leaf = forge.leaf_below(&lower)?.sign(&lower.key)?;
        Ok(forge.chain(&leaf, &[&upper, &lower]))
    },
    ..Case::ACCEPT
};
