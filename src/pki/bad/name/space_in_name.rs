//! A space in a name.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "space-in-name",
    wrong: "one of its names has a space",
    rule: Some("dns-name-invalid"),
    citation: "RFC 1034 §3.5",
    make: |forge| forge.present(forge.leaf_for(&[forge.host(), forge.below("two words.")])?),
    ..Case::ACCEPT
};
