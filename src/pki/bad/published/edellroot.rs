//! The root that came with laptops in 2015, with its private key.

use super::root;
use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "edellroot",
    wrong: "it hangs below a root of the shape of eDellRoot: SHA-1, and not marked as a CA",
    rule: Some("not-a-ca"),
    citation: "CERT VU#870761",
    make: |forge| {
        let root = root::edell(forge)?;
        let leaf = forge.leaf_below(&root)?.sign(&root.key)?;
        Ok(forge.chain(&leaf, &[&root]))
    },
    ..Case::REJECT
};
