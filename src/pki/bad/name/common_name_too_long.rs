//! A common name of 65 characters, one more than there may be.

use crate::pki::bad::Case;
use crate::pki::profile;

pub(super) static CASE: Case = Case {
    id: "common-name-too-long",
    wrong: "its common name has 65 characters",
    rule: Some("common-name-too-long"),
    also: &["common-name-not-in-san"],
    citation: "RFC 5280 Appendix A.1",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        let label = "a".repeat(65);
        leaf.tbs.subject = profile::common_name(&label);
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
