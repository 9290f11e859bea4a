//! The leaf is current, the intermediate above it ended yesterday.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "expired-intermediate",
    wrong: "the intermediate above it ended yesterday",
    rule: Some("expired"),
    citation: "RFC 5280 §6.1.3 (a)(2)",
    make: |forge| {
        let mut ca = forge.authority("expired intermediate", forge.root())?;
        ca.valid(forge.days(-400), forge.days(-1));
        forge.present_below(ca, |_| {})
    },
    ..Case::REJECT
};
