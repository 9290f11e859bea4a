//! The root of an advertiser that came with laptops in 2014, with its private key.

use super::root;
use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "superfish",
    wrong: "it hangs below a root of the shape of Superfish's: RSA of 1024 bits, SHA-1",
    rule: Some("weak-key"),
    citation: "CERT VU#529496",
    make: |forge| {
        let root = root::superfish(forge)?;
        let leaf = forge.leaf_below(&root)?.sign(&root.key)?;
        Ok(forge.chain(&leaf, &[&root]))
    },
    ..Case::REJECT
};
