//! A label of 64 characters.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "label-too-long",
    wrong: "one of its names has a label of 64 characters",
    rule: Some("dns-name-invalid"),
    citation: "RFC 1034 §3.1",
    make: |forge| {
        let long = format!("{}.", "a".repeat(64));
        forge.present(forge.leaf_for(&[forge.host(), forge.below(&long)])?)
    },
    ..Case::ACCEPT
};
