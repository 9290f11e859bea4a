//! A UTF8String that is not UTF-8.

use crate::pki::bad::{Case, Judge};
use crate::pki::der::{self, tag};
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "name-not-utf8",
    wrong: "its common name is not UTF-8",
    rule: Some("string-encoding"),
    also: &["common-name-not-in-san"],
    citation: "RFC 3629; RFC 5280 §4.1.2.4",
    differs: &[(
        Judge::OpenSsl,
        "it loads no certificate with a name that it cannot decode",
    )],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let text = der::element(tag::UTF8_STRING, b"caf\xe9");
        let attribute = der::sequence([der::oid(oid::COMMON_NAME), text]);
        leaf.tbs.subject = der::sequence([der::set_of_one(&attribute)]);
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
