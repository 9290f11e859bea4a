//! It ended five seconds ago: some clients allow for clocks that differ, and should not.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "expired-by-five-seconds",
    wrong: "it ended five seconds ago",
    rule: Some("expired"),
    citation: "RFC 5280 §4.1.2.5",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.valid(forge.days(-40), forge.seconds(-5));
        forge.present(leaf)
    },
    ..Case::REJECT
};
