//! It begins next year.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "not-yet-valid",
    wrong: "it begins next year",
    rule: Some("not-yet-valid"),
    citation: "RFC 5280 §4.1.2.5",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.valid(forge.days(365), forge.days(400));
        forge.present(leaf)
    },
    ..Case::REJECT
};
