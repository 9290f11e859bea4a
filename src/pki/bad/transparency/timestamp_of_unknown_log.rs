//! Two timestamps of logs that nobody knows.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "timestamp-of-unknown-log",
    wrong: "its timestamps are of logs that nobody knows",
    client: "connect; browsers refuse it below a public root",
    rule: Some("sct-unknown-log"),
    citation: "Chrome and Apple CT policies",
    profile: "public",
    make: |forge| {
        let at = u64::try_from(forge.days(-1).as_millisecond()).unwrap_or_default();
        let one = part::timestamp(&[1; 32], at, &[0x30, 6, 2, 1, 1, 2, 1, 1]);
        let other = part::timestamp(&[2; 32], at, &[0x30, 6, 2, 1, 1, 2, 1, 1]);
        let mut leaf = forge.leaf()?;
        leaf.set(part::timestamps(&[one, other]));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
