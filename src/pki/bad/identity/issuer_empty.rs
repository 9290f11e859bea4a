//! It names no issuer.

use crate::pki::bad::Case;
use crate::pki::der;

pub(super) static CASE: Case = Case {
    id: "issuer-empty",
    wrong: "it names no issuer",
    rule: Some("issuer-empty"),
    also: &["subject-empty-ca"],
    citation: "RFC 5280 §4.1.2.4",
    make: |forge| {
        let mut ca = forge.authority("nameless", forge.root())?;
        ca.tbs.subject = der::sequence::<&[u8]>([]);
        forge.present_below(ca, |_| {})
    },
    ..Case::ACCEPT
};
