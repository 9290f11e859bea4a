//! A hundred intermediates.

use crate::pki::bad::{Case, Judge};

pub(super) static CASE: Case = Case {
    id: "very-deep-chain",
    wrong: "a hundred intermediates stand between it and the root",
    client: "refuse to connect after a bounded amount of work",
    rule: Some("gave-up"),
    citation: "RFC 4158 §5",
    differs: &[
        (Judge::OpenSsl, "a hundred are just within its limit"),
        (Judge::GnuTls, "its limit is higher"),
    ],
    make: |forge| {
        let others = forge.ladder(100)?;
        let last = &others[others.len() - 1];
        let leaf = forge.leaf_below(last)?.sign(&last.key)?;
        let others: Vec<_> = others.iter().rev().collect();
        Ok(forge.chain(&leaf, &others))
    },
    ..Case::REJECT
};
