//! The certificate says that the root's list is about it; the list does not say that it is about others'.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "crl-not-indirect",
    wrong: "the list by another CA does not say that it is indirect",
    client: "refuse to connect, where the status must be known",
    rule: Some("revocation-unknown"),
    citation: "RFC 5280 §6.3.3 (b) (1)",
    differs: &[
        (Judge::GnuTls, difference::LISTS_UNCHECKED),
        (Judge::GnuTlsLive, difference::NO_LISTS),
        (Judge::Chromium, difference::NO_LISTS),
    ],
    make: |forge| {
        let leaf = forge.revocable_by_root()?.sign(&forge.intermediate().key)?;
        let list = forge.revocation_list(forge.root()).sign(&forge.root().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).with_crl(list))
    },
    ..Case::REJECT
};
