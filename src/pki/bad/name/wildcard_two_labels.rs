//! A wildcard stands for one label, not for two.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "wildcard-two-labels",
    wrong: "its wildcard would have to stand for two labels",
    under: "a.b.",
    rule: Some("name-mismatch"),
    citation: "RFC 9525 §6.3",
    make: |forge| forge.present(forge.leaf_for(&[forge.below("*.")])?),
    ..Case::REJECT
};
