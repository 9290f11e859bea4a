//! A wildcard that would also stand for the one name that is excluded.

use crate::pki::bad::{Case, Judge, part};

pub(super) static CASE: Case = Case {
    id: "excluded-wildcard",
    wrong: "its wildcard also stands for a name that is excluded",
    rule: Some("name-constraints"),
    citation: "RFC 5280 §4.2.1.10",
    differs: &[
        (Judge::OpenSsl, "it compares the wildcard as if it were a name"),
        (Judge::GnuTls, "it compares the wildcard as if it were a name"),
        (Judge::GnuTlsLive, "it compares the wildcard as if it were a name"),
    ],
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(
            &[],
            &[part::general(part::DNS, forge.below("secret."))],
        ));
        forge.present_below(ca, |leaf| {
            leaf.set(part::dns_names(&[forge.host(), forge.below("*.")]));
        })
    },
    ..Case::REJECT
};
