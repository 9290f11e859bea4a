//! The root has signed itself with SHA-1, which nobody looks at: it is trusted for being there.

use std::sync::Arc;

use crate::pki::bad::Case;
use crate::pki::bad::weak::Hash;

pub(super) static CASE: Case = Case {
    id: "good-sha1-root",
    wrong: "the trusted root is signed with SHA-1",
    citation: "CABF BR 7.1.3.2.1",
    make: |forge| {
        let mut root = forge.anchor("SHA-1 root")?;
        root.rekey(forge.rsa()?);
        let key = Arc::clone(&root.key);
        let root = root.sign_with(Hash::Sha1, &key)?;
        let ca = forge
            .authority("intermediate below SHA-1", &root)?
            .sign(&root.key)?;
        let leaf = forge.leaf_below(&ca)?.sign(&ca.key)?;
        Ok(forge.chain(&leaf, &[&ca]).trusting(&root.der))
    },
    ..Case::CONTROL
};
