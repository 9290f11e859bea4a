//! Signed by a key that is not the one of the issuer it names.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "wrong-issuer-key",
    wrong: "it is signed by another key than that of its issuer",
    rule: Some("bad-signature"),
    citation: "RFC 5280 §4.1.1.3, §6.1.3 (a)(1)",
    make: |forge| {
        let leaf = forge.leaf()?.sign(&*forge.key()?)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
