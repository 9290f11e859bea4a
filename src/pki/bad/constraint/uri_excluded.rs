//! Beside its host, it names a URI that the CA may not.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "uri-excluded",
    wrong: "one of its URIs is excluded",
    rule: Some("name-constraints"),
    citation: "RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(&[], &[part::general(part::URI, "example.com")]));
        forge.present_below(ca, |leaf| {
            let host = part::general(part::DNS, forge.host());
            leaf.set(part::names([
                host,
                part::general(part::URI, "https://example.com/"),
            ]));
        })
    },
    ..Case::REJECT
};
