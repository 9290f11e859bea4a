//! It lives a day longer than the 398 days that were the limit once, or are now.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "over-398-days",
    wrong: "it lives longer than 398 days",
    client: "connect; browsers refuse it below a public root",
    rule: Some("validity-too-long"),
    also: &["aia-missing", "internal-name", "policies-missing"],
    citation: "Apple HT211025",
    profile: "public",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.valid(forge.seconds(-3600), forge.days(399));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
