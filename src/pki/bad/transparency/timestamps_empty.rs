//! The list of timestamps is there, and empty.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "timestamps-empty",
    wrong: "its list of timestamps is empty",
    rule: Some("sct-list-empty"),
    citation: "RFC 6962 §3.3",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(part::timestamps(&[]));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
