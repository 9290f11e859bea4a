//! The extension for alternative names is there, and has none.

use crate::pki::bad::{Case, Judge, difference, part};

pub(super) static CASE: Case = Case {
    id: "empty-names",
    wrong: "its list of alternative names is empty",
    rule: Some("malformed"),
    citation: "RFC 5280 §4.2.1.6",
    differs: &[
        (Judge::OpenSsl, difference::COMMON_NAME),
        (Judge::GnuTls, difference::COMMON_NAME),
        (Judge::GnuTlsLive, difference::COMMON_NAME),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(part::names::<&[u8]>([]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
