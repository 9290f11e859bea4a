//! The end is meant to be in 2050, and written in the form whose years end with 2049: 50 is 1950.

use crate::pki::bad::Case;
use crate::pki::der::{self, tag};

pub(super) static CASE: Case = Case {
    id: "utc-time-for-2050",
    wrong: "its end in 2050 is written as UTCTime, which makes it 1950",
    rule: Some("expired"),
    also: &["validity-not-positive"],
    citation: "RFC 5280 §4.1.2.5.1",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.not_after = der::element(tag::UTC_TIME, b"500101000000Z");
        forge.present(leaf)
    },
    ..Case::REJECT
};
