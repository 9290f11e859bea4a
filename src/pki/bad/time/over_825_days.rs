//! It lives a day longer than the 825 days that were the limit once, or are now.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "over-825-days",
    wrong: "it lives longer than 825 days",
    client: "connect; browsers refuse it below a public root",
    rule: Some("validity-too-long"),
    citation: "Apple HT210176",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.valid(forge.seconds(-3600), forge.days(826));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
