//! It ends before it begins, so that there is no moment at which it holds.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "reversed-validity",
    wrong: "it ends before it begins",
    rule: Some("validity-not-positive"),
    also: &["expired", "not-yet-valid"],
    citation: "RFC 5280 §4.1.2.5",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.valid(forge.days(10), forge.days(-10));
        forge.present(leaf)
    },
    ..Case::REJECT
};
