//! Constraints in a certificate that is no CA.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "constraints-in-leaf",
    wrong: "it is no CA and has name constraints",
    rule: Some("name-constraints-not-ca"),
    citation: "RFC 5280 §4.2.1.10",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(part::constraints(
            &[part::general(part::DNS, forge.below(""))],
            &[],
        ));
        forge.present(leaf)
    },
    ..Case::ACCEPT
};
