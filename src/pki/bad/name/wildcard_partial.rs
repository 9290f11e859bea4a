//! A wildcard for a part of a label: RFC 6125 allowed it, RFC 9525 does not.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "wildcard-partial",
    wrong: "its wildcard is for a part of a label",
    under: "foo.",
    rule: Some("name-mismatch"),
    also: &["dns-name-wildcard"],
    citation: "RFC 9525 §6.3",
    make: |forge| forge.present(forge.leaf_for(&[forge.below("f*.")])?),
    ..Case::REJECT
};
