//! The end has a fraction of a second.

use crate::pki::bad::Case;
use crate::pki::der::{self, tag};

pub(super) static CASE: Case = Case {
    id: "fractional-seconds",
    wrong: "a time has a fraction of a second",
    rule: Some("malformed"),
    citation: "RFC 5280 §4.1.2.5.2",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.not_after = der::element(tag::GENERALIZED_TIME, b"20491231235959.5Z");
        forge.present(leaf)
    },
    ..Case::REJECT
};
