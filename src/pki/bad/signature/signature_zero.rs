//! Both numbers of the ECDSA signature are zero: who does not look accepts it for anything
//! (CVE-2022-21449).

use crate::pki::bad::Case;
use crate::pki::der;

pub(super) static CASE: Case = Case {
    id: "signature-zero",
    wrong: "both numbers of its ECDSA signature are 0",
    rule: Some("bad-signature"),
    citation: "FIPS 186-5 §6.4.2; CVE-2022-21449",
    make: |forge| {
        let leaf = forge.leaf()?;
        let (tbs, algorithm) = (leaf.tbs.der(), forge.intermediate().key.algorithm()?);
        let zeros = der::sequence([der::integer(&[]), der::integer(&[])]);
        let leaf = leaf.finish(&tbs, &algorithm, &zeros);
        Ok(forge.chain(&leaf, &[forge.intermediate()]))
    },
    ..Case::REJECT
};
