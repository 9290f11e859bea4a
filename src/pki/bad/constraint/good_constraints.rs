//! The name lies within what the CA may name.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "good-constraints",
    wrong: "its name lies within what its CA may name",
    citation: "RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(
            &[part::general(part::DNS, forge.below(""))],
            &[part::general(part::DNS, "example.com")],
        ));
        forge.present_below(ca, |_| {})
    },
    ..Case::CONTROL
};
