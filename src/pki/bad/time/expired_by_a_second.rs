//! It ended one second before the moment at which it is judged: no grace.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "expired-by-a-second",
    wrong: "it ended one second ago",
    rule: Some("expired"),
    citation: "RFC 5280 §4.1.2.5",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.valid(forge.days(-40), forge.seconds(-1));
        forge.present(leaf)
    },
    ..Case::REJECT
};
