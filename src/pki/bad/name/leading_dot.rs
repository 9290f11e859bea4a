//! The name begins with a dot, as constraints do, to mean everything below.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "leading-dot",
    wrong: "its name begins with a dot",
    under: "www.",
    rule: Some("name-mismatch"),
    also: &["dns-name-invalid", "common-name-not-in-san"],
    citation: "RFC 5280 §4.2.1.6; RFC 1034 §3.5",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(part::dns_names(&[format!(".{}", forge.below(""))]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
