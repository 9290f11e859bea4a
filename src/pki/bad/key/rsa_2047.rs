//! RSA of 2047 bits: one bit short, and no whole number of octets.

use std::sync::Arc;

use crate::pki::bad::weak::Rsa;
use crate::pki::bad::{Case, Secret, weak};

pub(super) static CASE: Case = Case {
    id: "rsa-2047",
    wrong: "its key is RSA of 2047 bits",
    rule: Some("weak-key"),
    also: &["rsa-modulus-size"],
    citation: "CABF BR 6.1.5; NIST SP 800-57",
    make: |forge| {
        let key = Arc::new(Secret::Weak(Rsa::generate(2047, weak::F4)?));
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::REJECT
};
