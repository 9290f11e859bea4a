//! The intermediate has a critical extension that nobody knows.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "unknown-critical-intermediate",
    wrong: "the intermediate has a critical extension that nobody knows",
    rule: Some("unknown-critical-extension"),
    citation: "RFC 5280 §4.2, §6.1.4 (o)",
    make: |forge| {
        let mut ca = forge.authority("demanding intermediate", forge.root())?;
        ca.set(part::unknown(true));
        forge.present_below(ca, |_| {})
    },
    ..Case::REJECT
};
