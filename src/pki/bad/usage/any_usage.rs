//! For anything: a client may take that for servers too.

use crate::pki::bad::{Case, Judge};
use crate::pki::extension;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "any-usage",
    wrong: "it is for any purpose",
    rule: Some("any-usage"),
    citation: "RFC 5280 §4.2.1.12; CABF BR 7.1.2.7.10",
    differs: &[
        (Judge::OpenSsl, "it wants the purpose by name"),
        (Judge::Webpki, "it wants the purpose by name"),
    ],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(extension::extended_key_usage(&[oid::ANY_USAGE]));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
