//! The leaf is current, the intermediate above it begins next year.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "not-yet-valid-intermediate",
    wrong: "the intermediate above it begins next year",
    rule: Some("not-yet-valid"),
    citation: "RFC 5280 §6.1.3 (a)(2)",
    make: |forge| {
        let mut ca = forge.authority("future intermediate", forge.root())?;
        ca.valid(forge.days(365), forge.days(800));
        forge.present_below(ca, |_| {})
    },
    ..Case::REJECT
};
