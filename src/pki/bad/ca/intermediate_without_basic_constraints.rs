//! The intermediate does not say whether it is a CA, so it is none.

use crate::pki::bad::Case;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "intermediate-without-basic-constraints",
    wrong: "the intermediate has no basic constraints",
    rule: Some("not-a-ca"),
    also: &["key-cert-sign-without-ca", "san-missing"],
    citation: "RFC 5280 §6.1.4 (k)",
    make: |forge| {
        let mut ca = forge.authority("unsaid intermediate", forge.root())?;
        ca.remove(oid::BASIC_CONSTRAINTS);
        forge.present_below(ca, |_| {})
    },
    ..Case::REJECT
};
