//! For clients only.

use crate::pki::bad::Case;
use crate::pki::extension;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "client-only",
    wrong: "it is for clients only",
    rule: Some("wrong-purpose"),
    citation: "RFC 5280 §4.2.1.12",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(extension::extended_key_usage(&[oid::CLIENT_AUTH]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
