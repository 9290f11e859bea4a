//! The root of a program that listens in, for tests of the warning about it.

use super::root;
use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "mitm-software",
    wrong: "it hangs below a root of the shape of a listening program's: SHA-1, a CA by constraints that are not critical",
    rule: Some("unknown-issuer"),
    citation: "RFC 5280 §6.1",
    make: |forge| {
        let root = root::listener(forge)?;
        let leaf = forge.leaf_below(&root)?.sign(&root.key)?;
        Ok(forge.chain(&leaf, &[&root]))
    },
    ..Case::REJECT
};
