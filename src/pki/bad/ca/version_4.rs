//! A version that does not exist.

use crate::pki::bad::{Case, Judge, difference};

pub(super) static CASE: Case = Case {
    id: "version-4",
    wrong: "it is of version 4",
    rule: Some("malformed"),
    also: &["certificate-version"],
    citation: "RFC 5280 §4.1.2.1",
    differs: &[
        (Judge::OpenSsl, difference::VERSION),
        (Judge::GnuTls, difference::VERSION),
        (Judge::GnuTlsLive, difference::VERSION),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.version = Some(3);
        forge.present(leaf)
    },
    ..Case::REJECT
};
