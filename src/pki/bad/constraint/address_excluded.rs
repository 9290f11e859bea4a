//! Beside its host, it names an address that is excluded.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "address-excluded",
    wrong: "one of its addresses is excluded",
    rule: Some("name-constraints"),
    citation: "RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(
            &[],
            &[part::general(part::IP, [127, 0, 0, 0, 255, 0, 0, 0])],
        ));
        forge.present_below(ca, |leaf| {
            leaf.set(part::names([
                part::general(part::DNS, forge.host()),
                part::general(part::IP, [127, 0, 0, 1]),
            ]));
        })
    },
    ..Case::REJECT
};
