//! The CA above may name one domain, and lets the one below name another.

use crate::pki::bad::{Case, part};

pub(super) static CASE: Case = Case {
    id: "widened-constraint",
    wrong: "a CA lets the one below it name more than it may itself",
    rule: Some("name-constraints"),
    citation: "RFC 5280 §6.1.4 (g)",
    make: |forge| {
        let mut upper = forge.authority("narrow", forge.root())?;
        upper.set(part::constraints(&[part::general(part::DNS, "example.com")], &[]));
        let upper = upper.sign(&forge.root().key)?;
        let mut lower = forge.authority("wide", &upper)?;
        lower.set(part::constraints(
            &[part::general(part::DNS, forge.below(""))],
            &[],
        ));
        let lower = lower.sign(&upper.key)?;
        let leaf = forge.leaf_below(&lower)?.sign(&lower.key)?;
        Ok(forge.chain(&leaf, &[&lower, &upper]))
    },
    ..Case::REJECT
};
