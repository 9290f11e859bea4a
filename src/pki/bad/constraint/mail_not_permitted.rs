//! Beside its host, it names a mail address outside of those that the CA may.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "mail-not-permitted",
    wrong: "one of its mail addresses is not among those that its CA may name",
    rule: Some("name-constraints"),
    citation: "RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(
            &[part::general(part::EMAIL, "example.org")],
            &[],
        ));
        forge.present_below(ca, |leaf| {
            leaf.set(part::names([
                part::general(part::DNS, forge.host()),
                part::general(part::EMAIL, "me@example.com"),
            ]));
        })
    },
    ..Case::REJECT
};
