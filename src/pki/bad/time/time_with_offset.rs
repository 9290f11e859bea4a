//! The end is written in local time with its distance from Greenwich.

use crate::pki::bad::Case;
use crate::pki::der::{self, tag};

pub(super) static CASE: Case = Case {
    id: "time-with-offset",
    wrong: "a time is in local time",
    rule: Some("malformed"),
    citation: "RFC 5280 §4.1.2.5.1",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.not_after = der::element(tag::UTC_TIME, b"491231235959+0100");
        forge.present(leaf)
    },
    ..Case::REJECT
};
