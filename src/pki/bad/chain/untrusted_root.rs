//! A whole chain up to a root that nobody trusts, and that is sent along.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "untrusted-root",
    wrong: "the chain ends in a root that is not trusted",
    rule: Some("unknown-issuer"),
    citation: "RFC 5280 §6.1",
    make: |forge| {
        let root = forge.anchor("untrusted root")?.signed_by_itself()?;
        let leaf = forge.leaf_below(&root)?.sign(&root.key)?;
        Ok(forge.chain(&leaf, &[&root]))
    },
    ..Case::REJECT
};
