//! A certificate of 1988: no extensions, and so no names.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "version-1",
    wrong: "it is of version 1, without extensions",
    rule: Some("certificate-version"),
    also: &["san-missing"],
    citation: "RFC 5280 §4.1.2.1",
    differs: &[
        (Judge::OpenSsl, difference::VERSION),
        (Judge::GnuTls, difference::VERSION),
        (Judge::GnuTlsLive, difference::VERSION),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.version = None;
        leaf.tbs.extensions.clear();
        forge.present(leaf)
    },
    ..Case::REJECT
};
