//! RSA with SHA-256.

use crate::pki::bad::Case;
use crate::pki::bad::weak::Hash;

pub(super) static CASE: Case = Case {
    id: "good-sha256",
    wrong: "it is signed with RSA and SHA-256",
    citation: "RFC 5280 §4.1.1.3, §6.1.3 (a)(1)",
    make: |forge| {
        let ca = forge.rsa_authority()?;
        let leaf = forge.leaf_below(&ca)?.sign_with(Hash::Sha256, &ca.key)?;
        Ok(forge.chain(&leaf, &[&ca]))
    },
    ..Case::CONTROL
};
