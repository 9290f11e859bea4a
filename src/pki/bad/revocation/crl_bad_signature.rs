//! The list is signed by another key than that of the CA it names.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "crl-bad-signature",
    wrong: "its revocation list is signed by another key",
    client: "refuse to connect, where the status must be known",
    rule: Some("crl-invalid"),
    also: &["revocation-unknown"],
    citation: "RFC 5280 §6.3.3 (g)",
    differs: &[
        (Judge::GnuTls, difference::LISTS_UNCHECKED),
        (Judge::GnuTlsLive, difference::NO_LISTS),
        (Judge::Chromium, difference::NO_LISTS),
    ],
    make: |forge| {
        let leaf = forge.revocable(forge.intermediate())?;
        let list = forge.revocation_list(forge.intermediate()).sign(&*forge.key()?)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).with_crl(list))
    },
    ..Case::REJECT
};
