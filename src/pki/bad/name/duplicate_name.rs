//! The same name twice.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "duplicate-name",
    wrong: "it has the same name twice",
    rule: Some("san-duplicate"),
    citation: "RFC 5280 §4.2.1.6",
    make: |forge| forge.present(forge.leaf_for(&[forge.host(), forge.host()])?),
    ..Case::ACCEPT
};
