//! The list is of tomorrow.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "crl-not-yet-valid",
    wrong: "its revocation list is of tomorrow",
    client: "refuse to connect, where the status must be known",
    rule: Some("crl-invalid"),
    also: &["revocation-unknown"],
    citation: "RFC 5280 §5.1.2.4",
    differs: &[
        (Judge::GnuTls, difference::LISTS_UNCHECKED),
        (Judge::GnuTlsLive, difference::NO_LISTS),
        (Judge::Webpki, "it does not ask when a list begins"),
        (Judge::Chromium, difference::NO_LISTS),
    ],
    make: |forge| {
        let leaf = forge.revocable(forge.intermediate())?;
        let mut list = forge.revocation_list(forge.intermediate());
        list.this_update = forge.days(1);
        let list = list.sign(&forge.intermediate().key)?;
        Ok(forge.chain(&leaf, &[forge.intermediate()]).with_crl(list))
    },
    ..Case::REJECT
};
