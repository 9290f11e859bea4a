//! A serial number that anyone can guess.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "serial-short",
    wrong: "its serial number is 7",
    rule: Some("serial-entropy"),
    citation: "CABF BR 7.1.2.7",
    profile: "private",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.serial = vec![7];
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
