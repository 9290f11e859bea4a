//! The CA may name everything but this.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "excluded",
    wrong: "its name is among those that its CA may not name",
    rule: Some("name-constraints"),
    citation: "RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(
            &[],
            &[part::general(part::DNS, forge.below(""))],
        ));
        forge.present_below(ca, |_| {})
    },
    ..Case::REJECT
};
