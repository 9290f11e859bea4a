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
        let mut others = vec![forge.intermediate().clone()];
        for step in 2..=40 {
            let above = &others[others.len() - 1];
            let ca = forge
                .authority(&format!("step {step}"), above)?
                .sign(&above.key)?;
            others.push(ca);
        }
        let last = &others[others.len() - 1];
        let leaf = forge.leaf_below(last)?.sign(&last.key)?;
        let others: Vec<_> = others.iter().rev().collect();
        Ok(forge.chain(&leaf, &others))
    },
    ..Case::REJECT
};
