//! The issuer in another kind of string: PrintableString where its certificate has UTF8String. RFC 5280 has them
//! compared as text.

use crate::pki::bad::{Case, Judge};
use crate::pki::der::tag;

pub(super) static CASE: Case = Case {
    id: "issuer-name-retyped",
    wrong: "it writes its issuer in another kind of string",
    client: "connect, or refuse: hardly any program compares as RFC 5280 says",
    rule: Some("issuer-name-folded"),
    citation: "RFC 5280 §7.1",
    differs: &[(Judge::Webpki, "it compares names octet for octet")],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let kind = leaf
            .tbs
            .issuer
            .iter()
            .position(|octet| *octet == tag::UTF8_STRING);
        let place = kind.ok_or_else(|| forge.impossible())?;
        leaf.tbs.issuer[place] = tag::PRINTABLE_STRING;
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
