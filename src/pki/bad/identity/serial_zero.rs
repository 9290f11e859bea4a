//! The serial number 0.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "serial-zero",
    wrong: "its serial number is 0",
    rule: Some("serial-not-positive"),
    also: &["serial-entropy"],
    citation: "RFC 5280 §4.1.2.2",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.serial = vec![0];
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
