//! The name ends in a dot, which names in certificates never do.

use crate::pki::bad::{Case, Judge, part};

pub(super) static CASE: Case = Case {
    id: "trailing-dot",
    wrong: "its name ends in a dot",
    rule: Some("name-mismatch"),
    also: &["dns-name-invalid", "common-name-not-in-san"],
    citation: "RFC 5280 §4.2.1.6; RFC 1034 §3.5",
    differs: &[(Judge::Chromium, "it takes the dot away before it compares")],
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(part::dns_names(&[format!("{}.", forge.host())]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
