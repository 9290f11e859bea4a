//! It ended in 1963: a UTCTime of year 63 means 1963, and not 2063.

use crate::pki::bad::Case;
use crate::pki::der::{self, tag};

pub(super) static CASE: Case = Case {
    id: "expired-1963",
    wrong: "it ended in 1963, before the time that computers count from",
    rule: Some("expired"),
    citation: "RFC 5280 §4.1.2.5.1",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let year = |text: &[u8]| der::element(tag::UTC_TIME, text);
        leaf.tbs.not_before = year(b"620101000000Z");
        leaf.tbs.not_after = year(b"630101000000Z");
        forge.present(leaf)
    },
    ..Case::REJECT
};
