//! The case of badtls: a very large key above, which signs with SHA-512.

use std::sync::Arc;

use crate::pki::bad::Case;
use crate::pki::bad::large;
use crate::pki::bad::weak::Hash;

pub(super) static CASE: Case = Case {
    id: "good-large-key-sha512",
    wrong: "its issuer signs with RSA of 8192 bits and SHA-512",
    citation: "RFC 4055 §5",
    make: |forge| {
        let mut ca = forge.authority("large intermediate", forge.root())?;
        ca.rekey(Arc::new(large::rsa_8192()?));
        let ca = ca.sign(&forge.root().key)?;
        let leaf = forge.leaf_below(&ca)?.sign_with(Hash::Sha512, &ca.key)?;
        Ok(forge.chain(&leaf, &[&ca]))
    },
    ..Case::CONTROL
};
