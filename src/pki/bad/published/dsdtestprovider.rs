//! The second root that came with laptops in 2015, with its private key.

use super::root;
use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "dsdtestprovider",
    wrong: "it hangs below a root of the shape of DSDTestProvider: RSA of 4096 bits, SHA-512",
    rule: Some("unknown-issuer"),
    citation: "CERT VU#925497",
    make: |forge| {
        let root = root::dsd_test_provider(forge)?;
        let leaf = forge.leaf_below(&root)?.sign(&root.key)?;
        Ok(forge.chain(&leaf, &[&root]))
    },
    ..Case::REJECT
};
