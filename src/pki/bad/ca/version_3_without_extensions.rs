//! It says that it has extensions, which is what version 3 is for, and has none, and so no names.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "version-3-without-extensions",
    wrong: "it is of version 3, without extensions",
    rule: Some("san-missing"),
    citation: "RFC 5280 §4.1.2.1; RFC 9525 §2",
    differs: &[
        (Judge::OpenSsl, difference::COMMON_NAME),
        (Judge::GnuTls, difference::COMMON_NAME),
        (Judge::GnuTlsLive, difference::COMMON_NAME),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.extensions.clear();
        forge.present(leaf)
    },
    ..Case::REJECT
};
