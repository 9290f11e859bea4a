//! A good server certificate was used to sign another: what browsers once let through.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "signed-by-a-leaf",
    wrong: "it is signed by another server certificate",
    rule: Some("not-a-ca"),
    citation: "RFC 5280 §6.1.4 (k); CVE-2002-0862",
    make: |forge| {
        let signer = forge.leaf()?.sign(&forge.intermediate().key)?;
        let leaf = forge.leaf_below(&signer)?.sign(&signer.key)?;
        Ok(forge.chain(&leaf, &[&signer, forge.intermediate()]))
    },
    ..Case::REJECT
};
