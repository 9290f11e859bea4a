//! The list is of another CA.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "crl-of-another-issuer",
    wrong: "its revocation list is of another CA",
    client: "refuse to connect, where the status must be known",
    rule: Some("revocation-unknown"),
    citation: "RFC 5280 §6.3.3 (b)",
    differs: &[
        (Judge::GnuTls, difference::LISTS_UNCHECKED),
        (Judge::GnuTlsLive, difference::NO_LISTS),
        (Judge::Chromium, difference::NO_LISTS),
    ],
    make: |forge| {
        let leaf = forge.revocable(forge.intermediate())?;
        let list = forge.revocation_list(forge.root()).sign(&forge.root().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).with_crl(list))
    },
    ..Case::REJECT
};
