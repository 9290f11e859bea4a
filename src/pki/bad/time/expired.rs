//! The plainest case of all: it ended yesterday.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "expired",
    wrong: "it ended yesterday",
    rule: Some("expired"),
    citation: "RFC 5280 §4.1.2.5",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.valid(forge.days(-40), forge.days(-1));
        forge.present(leaf)
    },
    ..Case::REJECT
};
