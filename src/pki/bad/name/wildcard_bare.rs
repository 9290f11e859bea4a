//! A lone asterisk, for every name there is.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "wildcard-bare",
    wrong: "its name is a lone asterisk",
    rule: Some("name-mismatch"),
    also: &["dns-name-wildcard"],
    citation: "RFC 9525 §6.3",
    make: |forge| forge.present(forge.leaf_for(&["*"])?),
    ..Case::REJECT
};
