//! A timestamp of next year.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "timestamp-from-the-future",
    wrong: "one of its timestamps is of next year",
    rule: Some("sct-future"),
    citation: "RFC 6962 §3.2",
    make: |forge| {
        let at = u64::try_from(forge.days(365).as_millisecond()).unwrap_or_default();
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
