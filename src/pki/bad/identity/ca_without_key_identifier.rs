//! The intermediate does not say which key it has.

use crate::pki::bad::Case;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "ca-without-key-identifier",
    wrong: "the intermediate has no subject key identifier",
    rule: Some("ski-missing"),
    citation: "RFC 5280 §4.2.1.2",
    make: |forge| {
        let mut ca = forge.authority("unnamed intermediate", forge.root())?;
        ca.remove(oid::SUBJECT_KEY_ID);
        forge.present_below(ca, |_| {})
    },
    ..Case::ACCEPT
};
