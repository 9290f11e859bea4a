//! The leaf is signed with SHA-256, the intermediate above it with SHA-1.

use crate::pki::bad::Case;
use crate::pki::bad::weak::Hash;

pub(super) static CASE: Case = Case {
    id: "sha1-intermediate",
    wrong: "the intermediate is signed with SHA-1",
    rule: Some("weak-signature"),
    citation: "CABF BR 7.1.3.2; RFC 9155",
    make: |forge| {
        let mut root = forge.anchor("RSA root")?;
        root.rekey(forge.rsa()?);
        let root = root.signed_by_itself()?;
        let ca = forge
            .authority("SHA-1 intermediate", &root)?
            .sign_with(Hash::Sha1, &root.key)?;
        let leaf = forge.leaf_below(&ca)?.sign(&ca.key)?;
        Ok(forge.chain(&leaf, &[&ca]).trusting(&root.der))
    },
    ..Case::REJECT
};
