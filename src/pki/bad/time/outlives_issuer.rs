//! It ends years after the intermediate that signed it.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "outlives-issuer",
    wrong: "it ends after its issuer does",
    rule: Some("outlives-issuer"),
    citation: "RFC 5280 §6.1.3 (a)(2)",
    make: |forge| {
        let mut ca = forge.authority("short-lived intermediate", forge.root())?;
        ca.valid(forge.days(-30), forge.days(20));
        forge.present_below(ca, |_| {})
    },
    ..Case::ACCEPT
};
