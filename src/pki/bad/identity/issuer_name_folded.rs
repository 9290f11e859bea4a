//! The issuer in other capitals. RFC 5280 has them compared without regard to case; hardly any program
//! does.

use crate::pki::bad::{Case, Judge};

pub(super) static CASE: Case = Case {
    id: "issuer-name-folded",
    wrong: "it names its issuer in other capitals",
    client: "connect, or refuse: hardly any program compares as RFC 5280 says",
    rule: Some("issuer-name-folded"),
    citation: "RFC 5280 §7.1",
    differs: &[
        (Judge::GnuTls, "it compares names octet for octet"),
        (Judge::GnuTlsLive, "it compares names octet for octet"),
        (Judge::Webpki, "it compares names octet for octet"),
    ],
    make: |forge| {
        let ca = forge
            .authority("CAPITALS", forge.root())?
            .sign(&forge.root().key)?;
        let mut leaf = forge.leaf_below(&ca)?;
        // Only the letters of the common name at the end: octets before it are no text.
        let letters = leaf.tbs.issuer.len() - "capitals 00000000".len();
        leaf.tbs.issuer[letters..].make_ascii_lowercase();
        let leaf = leaf.sign(&ca.key)?;
        Ok(forge.chain(&leaf, &[&ca]))
    },
    ..Case::ACCEPT
};
