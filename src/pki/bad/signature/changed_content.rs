//! The content was changed after it was signed.

use crate::pki::bad::Case;
use crate::pki::profile;

pub(super) static CASE: Case = Case {
    id: "changed-content",
    wrong: "it was changed after it was signed",
    rule: Some("bad-signature"),
    citation: "RFC 5280 §4.1.1.3, §6.1.3 (a)(1)",
    make: |forge| {
        let leaf = forge.leaf()?;
        let (tbs, algorithm) = (leaf.tbs.der(), forge.intermediate().key.algorithm()?);
        let signature = forge.intermediate().key.sign(&tbs)?;
        let mut changed = leaf;
        changed.tbs.serial = profile::serial()?;
        let tbs = changed.tbs.der();
        let leaf = changed.finish(&tbs, &algorithm, &signature);
        Ok(forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
