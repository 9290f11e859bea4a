//! The root is sent too, which costs octets and proves nothing.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "root-included",
    wrong: "the root is sent along",
    rule: Some("chain-root-included"),
    citation: "RFC 8446 §4.4.2",
    make: |forge| {
        let leaf = forge.leaf()?.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate(), forge.root()]))
    },
    ..Case::ACCEPT
};
