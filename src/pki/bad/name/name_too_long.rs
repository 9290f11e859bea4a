//! A name of more than 253 characters.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "name-too-long",
    wrong: "one of its names has more than 253 characters",
    rule: Some("dns-name-invalid"),
    citation: "RFC 1034 §3.1",
    make: |forge| {
        let long = "a23456789.".repeat(25);
        forge.present(forge.leaf_for(&[forge.host(), forge.below(&long)])?)
    },
    ..Case::ACCEPT
};
