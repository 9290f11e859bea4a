//! It begins in an hour, as when the clock of who issued it is ahead.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "not-yet-valid-by-an-hour",
    wrong: "it begins in an hour",
    client: "refuse to connect, and say that a clock may be wrong",
    rule: Some("not-yet-valid"),
    citation: "RFC 5280 §4.1.2.5",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.valid(forge.seconds(3600), forge.days(40));
        forge.present(leaf)
    },
    ..Case::REJECT
};
