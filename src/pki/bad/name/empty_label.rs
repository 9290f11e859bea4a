//! Two dots in a row.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "empty-label",
    wrong: "one of its names has an empty label",
    rule: Some("dns-name-invalid"),
    citation: "RFC 1034 §3.5",
    make: |forge| forge.present(forge.leaf_for(&[forge.host(), forge.below("www..")])?),
    ..Case::ACCEPT
};
