//! The intermediate is for clients only, and what is below it with it.

use crate::pki::bad::Case;
use crate::pki::extension;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "intermediate-for-clients",
    wrong: "the intermediate is for clients only",
    rule: Some("wrong-purpose"),
    citation: "CABF BR 7.1.2.10.6; RFC 5280 §4.2.1.12",
    make: |forge| {
        let mut ca = forge.authority("client intermediate", forge.root())?;
        ca.set(extension::extended_key_usage(&[oid::CLIENT_AUTH]));
        forge.present_below(ca, |_| {})
    },
    ..Case::REJECT
};
