//! Sound in every way, and for another host.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "wrong-host",
    wrong: "it is for another host",
    rule: Some("name-mismatch"),
    citation: "RFC 9525 §6.3",
    make: |forge| forge.present(forge.leaf_for(&[forge.below("another.")])?),
    ..Case::REJECT
};
