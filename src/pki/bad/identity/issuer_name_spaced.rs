//! The issuer with two spaces where its certificate has one, which RFC 5280 has compared as one.

use crate::pki::bad::{Case, Judge};
use crate::pki::profile;

pub(super) static CASE: Case = Case {
    id: "issuer-name-spaced",
    wrong: "it writes its issuer with another number of spaces",
    client: "connect, or refuse: hardly any program compares as RFC 5280 says",
    rule: Some("issuer-name-folded"),
    citation: "RFC 5280 §7.1",
    differs: &[
        (Judge::GnuTls, "it compares names octet for octet"),
        (Judge::GnuTlsLive, "it compares names octet for octet"),
        (Judge::Webpki, "it compares names octet for octet"),
    ],
    make: |forge| {
        let mut ca = forge.authority("spaced", forge.root())?;
        ca.tbs.subject = profile::common_name("tlsctl bad spaced intermediate");
        let ca = ca.sign(&forge.root().key)?;
        let mut leaf = forge.leaf_below(&ca)?;
        leaf.tbs.issuer = profile::common_name("tlsctl  bad spaced intermediate");
        let leaf = leaf.sign(&ca.key)?;
        Ok(forge.chain(&leaf, &[&ca]))
    },
    ..Case::ACCEPT
};
