//! Beside its host, it names an address that the CA may not.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "address-not-permitted",
    wrong: "one of its addresses is not among those that its CA may name",
    rule: Some("name-constraints"),
    citation: "RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(
            &[
                part::general(part::DNS, forge.below("")),
                part::general(part::IP, [10, 0, 0, 0, 255, 0, 0, 0]),
            ],
            &[],
        ));
        forge.present_below(ca, |leaf| {
            let host = part::general(part::DNS, forge.host());
            leaf.set(part::names([host, part::general(part::IP, [127, 0, 0, 1])]));
        })
    },
    ..Case::REJECT
};
