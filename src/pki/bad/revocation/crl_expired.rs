//! The list was to be replaced yesterday.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "crl-expired",
    wrong: "its revocation list is out of date",
    client: "refuse to connect, where the status must be known",
    rule: Some("crl-invalid"),
    also: &["revocation-unknown"],
    citation: "RFC 5280 §5.1.2.5",
    differs: &[
        (Judge::GnuTls, difference::LISTS_UNCHECKED),
        (Judge::GnuTlsLive, difference::NO_LISTS),
        (Judge::Chromium, difference::NO_LISTS),
    ],
    make: |forge| {
        let leaf = forge.revocable(forge.intermediate())?;
        let mut list = forge.revocation_list(forge.intermediate());
        (list.this_update, list.next_update) = (forge.days(-30), forge.days(-1));
        let list = list.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).with_crl(list))
    },
    ..Case::REJECT
};
