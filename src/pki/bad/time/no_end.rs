//! It ends on the last day of 9999, which means that it never does.

use crate::pki::bad::Case;
use crate::pki::der::{self, tag};

pub(super) static CASE: Case = Case {
    id: "no-end",
    wrong: "it never ends: its last day is in the year 9999",
    rule: Some("validity-too-long"),
    citation: "RFC 5280 §4.1.2.5; CABF BR 6.3.2",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.not_after = der::element(tag::GENERALIZED_TIME, b"99991231235959Z");
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
