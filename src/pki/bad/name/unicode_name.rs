//! A name in UTF-8 where only ASCII may stand.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "unicode-name",
    wrong: "its name is in UTF-8 instead of A-labels",
    under: "xn--bcher-kva.",
    rule: Some("name-mismatch"),
    also: &["malformed", "dns-name-invalid", "common-name-not-in-san"],
    citation: "RFC 5280 §7.2",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(part::dns_names(&[forge.below("bücher.")]));
        forge.present(leaf)
    },
    ..Case::REJECT
};
