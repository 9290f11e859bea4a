//! A wildcard in a label that is not the first.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "wildcard-not-first",
    wrong: "its wildcard is not in the first label",
    under: "a.b.",
    rule: Some("name-mismatch"),
    also: &["dns-name-wildcard"],
    citation: "RFC 9525 §6.3",
    make: |forge| forge.present(forge.leaf_for(&[forge.below("a.*.")])?),
    ..Case::REJECT
};
