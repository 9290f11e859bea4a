//! A constraint on hosts that begins with a dot: RFC 5280 knows that form for URIs alone.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "constraint-with-dot",
    wrong: "the constraint of its CA begins with a dot",
    client: "connect, or refuse: the form is not in the standard",
    under: "www.",
    rule: Some("name-constraints-dns"),
    citation: "RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(
            &[part::general(part::DNS, format!(".{}", forge.below("")))],
            &[],
        ));
        forge.present_below(ca, |_| {})
    },
    ..Case::ACCEPT
};
