//! The leaf is sent twice.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "duplicate-leaf",
    wrong: "the leaf is sent twice",
    rule: Some("chain-duplicate"),
    citation: "RFC 8446 §4.4.2",
    make: |forge| {
        let leaf = forge.leaf()?.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[&leaf, forge.intermediate()]))
    },
    ..Case::ACCEPT
};
