//! The list of the intermediate has ten thousand others before it, some 360 kB in all.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "revoked-in-long-crl",
    wrong: "it is the last of ten thousand and one on its revocation list",
    client: "refuse to connect, where revocation is checked",
    rule: Some("revoked"),
    citation: "RFC 5280 §6.3.3",
    differs: &[
        (Judge::GnuTlsLive, difference::NO_LISTS),
        (Judge::Chromium, difference::NO_LISTS),
    ],
    make: |forge| {
        let ca = forge.intermediate();
        let leaf = forge.revocable(ca)?;
        let list = forge.revocation_list(ca).revoking_others(10_000).revoking(&leaf);
        let list = list.sign(&ca.key)?;
        Ok(forge.chain(&leaf, &[ca]).with_crl(list))
    },
    ..Case::REJECT
};
