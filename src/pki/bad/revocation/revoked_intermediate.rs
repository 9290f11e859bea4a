//! The list of the root has the intermediate.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "revoked-intermediate",
    wrong: "the intermediate is revoked",
    client: "refuse to connect, where revocation is checked",
    rule: Some("revoked"),
    citation: "RFC 5280 §6.3.3",
    differs: &[(Judge::Chromium, difference::NO_LISTS)],
    make: |forge| {
        let ca = forge
            .authority("revoked intermediate", forge.root())?
            .sign(&forge.root().key)?;
        let leaf = forge.revocable(&ca)?;
        let above = forge.revocation_list(forge.root()).revoking(&ca);
        let above = above.sign(&forge.root().key)?;
        let list = forge.revocation_list(&ca).sign(&ca.key)?;
        Ok(forge.chain(&leaf, &[&ca]).with_crl(list).with_crl(above))
    },
    ..Case::REJECT
};
