//! The same extension twice: one program reads the first, another the last.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "duplicate-extension",
    wrong: "it has the same extension twice",
    rule: Some("malformed"),
    citation: "RFC 5280 §4.2",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs
            .extensions
            .push(part::dns_names(&[forge.below("another.")]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
