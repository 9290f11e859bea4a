//! A wildcard does not stand for no label at all.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "wildcard-above",
    wrong: "its wildcard is for names below the one asked for",
    rule: Some("name-mismatch"),
    citation: "RFC 9525 §6.3",
    make: |forge| forge.present(forge.leaf_for(&[forge.below("*.")])?),
    ..Case::REJECT
};
