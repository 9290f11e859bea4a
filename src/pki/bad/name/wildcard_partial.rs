//! A wildcard for a part of a label: RFC 6125 allowed it, RFC 9525 does not.

use crate::pki::bad::{Case, Judge};

pub(super) static CASE: Case = Case {
    id: "wildcard-partial",
    wrong: "its wildcard is for a part of a label",
    under: "foo.",
    rule: Some("name-mismatch"),
    also: &["dns-name-wildcard"],
    citation: "RFC 9525 §6.3",
    differs: &[(
        Judge::OpenSsl,
        "it follows RFC 6125, which allows a wildcard for a part of a label",
    )],
    make: |forge| forge.present(forge.leaf_for(&[forge.below("f*.")])?),
    ..Case::REJECT
};
