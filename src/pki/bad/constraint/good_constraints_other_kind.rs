//! A constraint on mail addresses says nothing about hosts.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "good-constraints-other-kind",
    wrong: "its CA is constrained in mail addresses, not in hosts",
    citation: "RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(
            &[part::general(part::EMAIL, "example.com")],
            &[],
        ));
        forge.present_below(ca, |_| {})
    },
    ..Case::CONTROL
};
