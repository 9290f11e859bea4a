//! It names no issuer.

use crate::pki::bad::{Case, Judge};
use crate::pki::der;

pub(super) static CASE: Case = Case {
    id: "issuer-empty",
    wrong: "it names no issuer",
    rule: Some("issuer-empty"),
    also: &["subject-empty-ca", "subject-empty-without-san"],
    citation: "RFC 5280 §4.1.2.4",
    differs: &[(Judge::GnuTls, "it takes nobody without a name for an issuer")],
    make: |forge| {
        let mut ca = forge.authority("nameless", forge.root())?;
        ca.tbs.subject = der::sequence::<&[u8]>([]);
        forge.present_below(ca, |_| {})
    },
    ..Case::ACCEPT
};
