//! A name with the codes that terminals obey: who prints it as it is has its screen wiped.

use crate::pki::bad::Case;
use crate::pki::der;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "escapes-in-name",
    wrong: "its subject has control codes for terminals",
    rule: Some("control-characters"),
    citation: "RFC 5280 §4.1.2.4",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let attribute = der::sequence([der::oid(oid::ORGANIZATION), der::utf8("\u{1b}[2J\u{202e}Example")]);
        leaf.tbs.subject = der::sequence([der::set_of_one(&attribute)]);
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
