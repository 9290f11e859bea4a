//! The alternative names are octets without meaning.

use crate::pki::bad::Case;
use crate::pki::oid;
use crate::pki::tbs::Extension;

pub(super) static CASE: Case = Case {
    id: "extension-garbage",
    wrong: "its alternative names cannot be read",
    rule: Some("malformed"),
    citation: "X.690; RFC 5280 §4.1",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(Extension::new(oid::SUBJECT_ALT_NAME, b"garbage".to_vec()));
        forge.present(leaf)
    },
    ..Case::REJECT
};
