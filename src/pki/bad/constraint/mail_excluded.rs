//! Beside its host, it names a mail address that the CA may not.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "mail-excluded",
    wrong: "one of its mail addresses is excluded",
    rule: Some("name-constraints"),
    citation: "RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(
            &[],
            &[part::general(part::EMAIL, "example.com")],
        ));
        forge.present_below(ca, |leaf| {
            let host = part::general(part::DNS, forge.host());
            leaf.set(part::names([host, part::general(part::EMAIL, "me@example.com")]));
        })
    },
    ..Case::REJECT
};
