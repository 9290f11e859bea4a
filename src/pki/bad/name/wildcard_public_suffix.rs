//! Beside the name asked for, a wildcard for a whole top-level domain.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "wildcard-public-suffix",
    wrong: "one of its names is a wildcard for all of .com",
    rule: Some("public-suffix-wildcard"),
    citation: "CABF BR 3.2.2.6",
    make: |forge| forge.present(forge.leaf_for(&[forge.host(), "*.com".to_owned()])?),
    ..Case::ACCEPT
};
