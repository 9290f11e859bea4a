//! An intermediate of version 1, which cannot say that it is a CA.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "version-1-intermediate",
    wrong: "the intermediate is of version 1",
    rule: Some("not-a-ca"),
    also: &["certificate-version", "san-missing"],
    citation: "RFC 5280 §6.1.4 (k)",
    make: |forge| {
        let mut ca = forge.authority("ancient intermediate", forge.root())?;
        ca.tbs.version = None;
        ca.tbs.extensions.clear();
        forge.present_below(ca, |_| {})
    },
    ..Case::REJECT
};
