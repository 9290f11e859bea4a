//! A negative serial number.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "serial-negative",
    wrong: "its serial number is negative",
    rule: Some("serial-not-positive"),
    citation: "RFC 5280 §4.1.2.2",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.serial[0] |= 0x80;
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
