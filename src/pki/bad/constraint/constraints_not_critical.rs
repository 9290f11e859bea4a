//! Constraints that a program may ignore.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "constraints-not-critical",
    wrong: "the constraints of its CA are not critical",
    rule: Some("name-constraints-not-critical"),
    citation: "RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut ca = forge.authority("lenient intermediate", forge.root())?;
        ca.set(part::constraints(&[part::general(part::DNS, forge.below(""))], &[]).critical_if(false));
        forge.present_below(ca, |_| {})
    },
    ..Case::ACCEPT
};
