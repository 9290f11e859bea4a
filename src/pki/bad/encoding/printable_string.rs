//! A PrintableString with an asterisk, which it does not have.

use crate::pki::bad::Case;
use crate::pki::der::{self, tag};
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "printable-string",
    wrong: "a PrintableString has a character that it cannot have",
    rule: Some("string-encoding"),
    citation: "X.680 §41.4",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let text = der::element(tag::PRINTABLE_STRING, b"Example * Org");
        let attribute = der::sequence([der::oid(oid::ORGANIZATION), text]);
        leaf.tbs.subject = der::sequence([der::set_of_one(&attribute)]);
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
