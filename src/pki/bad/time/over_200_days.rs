//! It lives a day longer than the 200 days that were the limit once, or are now.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "over-200-days",
    wrong: "it lives longer than 200 days",
    client: "connect; browsers refuse it below a public root",
    rule: Some("validity-too-long"),
    also: &["aia-missing", "internal-name", "policies-missing"],
    citation: "CABF BR 6.3.2 (SC-081)",
    profile: "public",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.valid(forge.seconds(-3600), forge.days(201));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
