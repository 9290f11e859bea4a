//! A certificate that has nothing to do with the others stands between them.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "unrelated-certificate",
    wrong: "a certificate that does not belong to the chain is sent",
    rule: Some("chain-unrelated"),
    citation: "RFC 8446 §4.4.2",
    make: |forge| {
        let stranger = forge.anchor("stranger")?.signed_by_itself()?;
        let leaf = forge.leaf()?.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate(), &stranger]))
    },
    ..Case::ACCEPT
};
