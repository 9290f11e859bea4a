//! A root of the same shape that the client was told to trust, whose key nobody else has.

use super::root;
use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-own-root",
    wrong: "the root is a development one that the client was told to trust",
    citation: "RFC 5280 §6.1.1 (d)",
    make: |forge| {
        let root = root::local(forge, "our localhost")?;
        let leaf = forge.leaf_below(&root)?.sign(&root.key)?;
        Ok(forge.chain(&leaf, &[]).trusting(&root.der))
    },
    ..Case::CONTROL
};
