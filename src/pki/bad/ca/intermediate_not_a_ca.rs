//! The intermediate says that it is no CA.

use crate::pki::bad::Case;
use crate::pki::extension::{self, Constraint};

pub(super) static CASE: Case = Case {
    id: "intermediate-not-a-ca",
    wrong: "the intermediate says that it is no CA",
    rule: Some("not-a-ca"),
    also: &["key-cert-sign-without-ca", "san-missing"],
    citation: "RFC 5280 §6.1.4 (k)",
    make: |forge| {
        let mut ca = forge.authority("denying intermediate", forge.root())?;
        ca.set(extension::basic_constraints(Constraint::Leaf));
        forge.present_below(ca, |_| {})
    },
    ..Case::REJECT
};
