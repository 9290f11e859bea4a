//! The CA may name hosts of example.com only.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "not-permitted",
    wrong: "its name is not among those that its CA may name",
    rule: Some("name-constraints"),
    citation: "RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(&[part::general(part::DNS, "example.com")], &[]));
        forge.present_below(ca, |_| {})
    },
    ..Case::REJECT
};
