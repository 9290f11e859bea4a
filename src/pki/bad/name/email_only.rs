//! Its only name is a mail address.

use crate::pki::bad::{Case, Judge, difference, part};

pub(super) static CASE: Case = Case {
    id: "email-only",
    wrong: "its only name is a mail address",
    rule: Some("name-mismatch"),
    also: &["common-name-not-in-san"],
    citation: "RFC 9525 §6.3",
    differs: &[
        (Judge::OpenSsl, difference::COMMON_NAME),
        (Judge::GnuTls, difference::COMMON_NAME),
        (Judge::GnuTlsLive, difference::COMMON_NAME),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let address = format!("admin@{}", forge.host());
        leaf.set(part::names([part::general(part::EMAIL, address)]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
