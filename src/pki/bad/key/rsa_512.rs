//! RSA of 512 bits: factored in 1999, and in hours today.

use std::sync::Arc;

use crate::pki::bad::weak::Rsa;
use crate::pki::bad::{Case, Judge, Secret, difference, weak};

pub(super) static CASE: Case = Case {
    id: "rsa-512",
    wrong: "its key is RSA of 512 bits",
    rule: Some("weak-key"),
    citation: "CABF BR 6.1.5; NIST SP 800-57",
    differs: &[
        (Judge::GnuTls, "by default it asks no least size of a key"),
        (Judge::Webpki, difference::KEY_UNUSED),
    ],
    make: |forge| {
        let key = Arc::new(Secret::Weak(Rsa::generate(512, weak::F4)?));
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::REJECT
};
