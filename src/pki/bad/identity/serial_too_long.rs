//! A serial number of 21 octets.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "serial-too-long",
    wrong: "its serial number has 21 octets",
    rule: Some("serial-too-long"),
    citation: "RFC 5280 §4.1.2.2",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.serial = vec![0x5a; 21];
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
