//! A wildcard stands for the one label that is asked for.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-wildcard",
    wrong: "its wildcard stands for the label asked for",
    under: "www.",
    citation: "RFC 9525 §6.3",
    make: |forge| forge.present(forge.leaf_for(&[forge.below("*.")])?),
    ..Case::CONTROL
};
