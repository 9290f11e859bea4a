//! An intermediate with path length 0 and a leaf below it.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "good-path-length",
    wrong: "the intermediate may have no CA below it, and has none",
    citation: "RFC 5280 §4.2.1.9",
    make: |forge| {
        let mut ca = forge.authority("last intermediate", forge.root())?;
        ca.set(part::path_length(0));
        forge.present_below(ca, |_| {})
    },
    ..Case::CONTROL
};
