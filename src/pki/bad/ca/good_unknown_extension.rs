//! An extension that nobody knows and everybody may ignore.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "good-unknown-extension",
    wrong: "it has an extension that nobody knows and that is not critical",
    citation: "RFC 5280 §4.2",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(part::unknown(false));
        forge.present(leaf)
    },
    ..Case::CONTROL
};
