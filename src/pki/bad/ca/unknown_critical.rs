//! A critical extension that nobody knows.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "unknown-critical",
    wrong: "it has a critical extension that nobody knows",
    rule: Some("unknown-critical-extension"),
    citation: "RFC 5280 §4.2",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(part::unknown(true));
        forge.present(leaf)
    },
    ..Case::REJECT
};
