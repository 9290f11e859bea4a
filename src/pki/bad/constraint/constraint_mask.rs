//! A constraint on addresses whose mask has a hole.

use crate::pki::bad::{Case, Judge, part};

pub(super) static CASE: Case = Case {
    id: "constraint-mask",
    wrong: "the mask of an address constraint has a hole",
    rule: Some("malformed"),
    citation: "RFC 5280 §4.2.1.10; RFC 4632 §3.1",
    differs: &[
        (Judge::OpenSsl, "it takes a mask as it comes"),
        (
            Judge::Webpki,
            "it refuses only addresses that the mask leaves out",
        ),
    ],
    make: |forge| {
        let mut ca = forge.authority("constrained intermediate", forge.root())?;
        ca.set(part::constraints(
            &[
                part::general(part::DNS, forge.below("")),
                part::general(part::IP, [10, 0, 0, 0, 255, 0, 255, 0]),
            ],
            &[],
        ));
        forge.present_below(ca, |_| {})
    },
    ..Case::REJECT
};
