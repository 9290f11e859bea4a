//! The common name has the host, the alternative names have another.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "common-name-right",
    wrong: "its common name has the host, its alternative names have another",
    rule: Some("name-mismatch"),
    also: &["common-name-not-in-san"],
    citation: "RFC 9525 §2",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(part::dns_names(&[forge.below("another.")]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
