//! One bit of the signature is another.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "flipped-bit",
    wrong: "one bit of its signature is wrong",
    rule: Some("bad-signature"),
    citation: "RFC 5280 §4.1.1.3, §6.1.3 (a)(1)",
    make: |forge| {
        let leaf = forge.leaf()?;
        let (tbs, algorithm) = (leaf.tbs.der(), forge.intermediate().key.algorithm()?);
        let mut signature = forge.intermediate().key.sign(&tbs)?;
        if let Some(last) = signature.last_mut() {
            *last ^= 1;
        }
        let leaf = leaf.finish(&tbs, &algorithm, &signature);
        Ok(forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
