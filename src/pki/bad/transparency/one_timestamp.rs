//! A single timestamp, where browsers want two of different logs.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "one-timestamp",
    wrong: "it has the timestamp of a single log",
    client: "connect; browsers refuse it below a public root",
    rule: Some("sct-count"),
    also: &["aia-missing", "internal-name", "policies-missing"],
    citation: "Chrome and Apple CT policies",
    profile: "public",
    make: |forge| {
        let at = u64::try_from(forge.days(-1).as_millisecond()).unwrap_or_default();
        let mut leaf = forge.leaf()?;
        leaf.set(part::timestamps(&[part::timestamp(
            &[1; 32],
            at,
            &[0x30, 6, 2, 1, 1, 2, 1, 1],
        )]));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
