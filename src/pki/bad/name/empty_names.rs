//! The extension for alternative names is there, and has none.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "empty-names",
    wrong: "its list of alternative names is empty",
    rule: Some("malformed"),
    citation: "RFC 5280 §4.2.1.6",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(part::names::<&[u8]>([]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
