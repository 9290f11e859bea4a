//! RSA with SHA-1, of which two documents with one hash were shown in 2017.

use crate::pki::bad::Case;
use crate::pki::bad::weak::Hash;

pub(super) static CASE: Case = Case {
    id: "sha1",
    wrong: "it is signed with SHA-1",
    rule: Some("weak-signature"),
    citation: "CABF BR 7.1.3.2; RFC 9155",
    make: |forge| {
        let ca = forge.rsa_authority()?;
        let leaf = forge.leaf_below(&ca)?.sign_with(Hash::Sha1, &ca.key)?;
        Ok(forge.chain(&leaf, &[&ca]))
    },
    ..Case::REJECT
};
