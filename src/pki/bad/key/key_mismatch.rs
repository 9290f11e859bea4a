//! The private key beside the certificate is another one: nothing that it signs can be checked.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "key-mismatch",
    wrong: "the private key does not belong to it",
    rule: Some("key-mismatch"),
    citation: "RFC 8446 §4.4.3",
    make: |forge| {
        let mut leaf = forge.leaf()?.sign(&forge.intermediate().key)?;
        leaf.key = forge.key()?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
