//! Beside its host, it names a URI outside of those that the CA may.

use crate::pki::bad::{Case, Judge, part};

pub(super) static CASE: Case = Case {
    id: "uri-not-permitted",
    wrong: "one of its URIs is not among those that its CA may name",
    rule: Some("name-constraints"),
    citation: "RFC 5280 §4.2.1.10",
    differs: &[
        (Judge::GnuTls, "it holds URIs to what is excluded alone"),
        (Judge::GnuTlsLive, "it holds URIs to what is excluded alone"),
    ],
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(&[part::general(part::URI, "example.org")], &[]));
        forge.present_below(ca, |leaf| {
            leaf.set(part::names([
                part::general(part::DNS, forge.host()),
                part::general(part::URI, "https://example.com/"),
            ]));
        })
    },
    ..Case::REJECT
};
