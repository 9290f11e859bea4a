//! The intermediate is a CA by an extension that a program may ignore.

use crate::pki::bad::Case;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "basic-constraints-not-critical",
    wrong: "the basic constraints of the intermediate are not critical",
    rule: Some("basic-constraints-not-critical"),
    citation: "RFC 5280 §4.2.1.9",
    make: |forge| {
        let mut ca = forge.authority("ignorable intermediate", forge.root())?;
        ca.change(oid::BASIC_CONSTRAINTS, |basic| basic.critical = false);
        forge.present_below(ca, |_| {})
    },
    ..Case::ACCEPT
};
