//! The end is to the minute.

use crate::pki::bad::{Case, Judge};
use crate::pki::der::{self, tag};

pub(super) static CASE: Case = Case {
    id: "time-without-seconds",
    wrong: "a time has no seconds",
    rule: Some("malformed"),
    citation: "RFC 5280 §4.1.2.5.1",
    differs: &[
        (Judge::GnuTls, "it reads times without seconds"),
        (Judge::GnuTlsLive, "it reads times without seconds"),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.not_after = der::element(tag::UTC_TIME, b"4912312359Z");
        forge.present(leaf)
    },
    ..Case::REJECT
};
