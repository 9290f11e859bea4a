//! No signature at all.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "signature-empty",
    wrong: "its signature is empty",
    rule: Some("bad-signature"),
    citation: "RFC 5280 §4.1.1.3, §6.1.3 (a)(1)",
    make: |forge| {
        let leaf = forge.leaf()?;
        let (tbs, algorithm) = (leaf.tbs.der(), forge.intermediate().key.algorithm()?);
        let leaf = leaf.finish(&tbs, &algorithm, &[]);
        Ok(forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
