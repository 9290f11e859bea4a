//! It vouches for itself.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "self-signed",
    wrong: "it is signed by its own key",
    rule: Some("self-signed"),
    citation: "RFC 5280 §6.1",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.issued_by_itself();
        let leaf = leaf.signed_by_itself()?;
        Ok(forge.chain(&leaf, &[]))
    },
    ..Case::REJECT
};
