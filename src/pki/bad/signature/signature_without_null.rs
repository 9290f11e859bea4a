//! RSA with its parameters left out, where the standard wants a NULL.

use crate::pki::bad::Case;
use crate::pki::der;
use crate::pki::oid;

pub(super) static CASE: Case = Case {
    id: "signature-without-null",
    wrong: "the parameters of its signature algorithm are missing",
    rule: Some("algorithm-parameters"),
    citation: "RFC 4055 §5",
    make: |forge| {
        let ca = forge.rsa_authority()?;
        let mut leaf = forge.leaf_below(&ca)?;
        let algorithm = der::sequence([der::oid(oid::RSA_SHA256)]);
        leaf.tbs.signature.clone_from(&algorithm);
        let tbs = leaf.tbs.der();
        let signature = ca.key.sign(&tbs)?;
        let leaf = leaf.finish(&tbs, &algorithm, &signature);
        Ok(forge.chain(&leaf, &[&ca]))
    },
    ..Case::ACCEPT
};
