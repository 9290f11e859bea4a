//! A chain of forty intermediates: a verifier has to stop somewhere.

use crate::pki::bad::{Case, Judge};

pub(super) static CASE: Case = Case {
    id: "deep-chain",
    wrong: "forty intermediates stand between it and the root",
    client: "refuse to connect after a bounded amount of work",
    rule: Some("gave-up"),
    citation: "RFC 4158 §5",
    differs: &[
        (Judge::OpenSsl, "its limit is a hundred certificates"),
        (Judge::GnuTls, "its limit is higher"),
    ],
    make: |forge| {
        let others = forge.ladder(40)?;
        let last = &others[others.len() - 1];
        let leaf = forge.leaf_below(last)?.sign(&last.key)?;
        let others: Vec<_> = others.iter().rev().collect();
        Ok(forge.chain(&leaf, &others))
    },
    ..Case::REJECT
};
