//! Two wildcards in one name.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "wildcard-double",
    wrong: "its name has two wildcards",
    under: "a.b.",
    rule: Some("name-mismatch"),
    also: &["dns-name-wildcard"],
    citation: "RFC 9525 §6.3",
    make: |forge| forge.present(forge.leaf_for(&[forge.below("*.*.")])?),
    ..Case::REJECT
};
