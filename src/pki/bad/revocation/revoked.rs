//! The list of the intermediate has it.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "revoked",
    wrong: "its issuer has revoked it",
    client: "refuse to connect, where revocation is checked",
    rule: Some("revoked"),
    citation: "RFC 5280 §6.3.3",
    differs: &[
        (Judge::GnuTlsLive, difference::NO_LISTS),
        (Judge::Chromium, difference::NO_LISTS),
    ],
    make: |forge| {
        let leaf = forge.revocable(forge.intermediate())?;
        let list = forge.revocation_list(forge.intermediate()).revoking(&leaf);
        let list = list.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).with_crl(list))
    },
    ..Case::REJECT
};
