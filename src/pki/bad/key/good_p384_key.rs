//! ECDSA on P-384.

use std::sync::Arc;

use crate::pki::bad::{Case, Secret};
use crate::pki::key::Kind;

pub(super) static CASE: Case = Case {
    id: "good-p384-key",
    wrong: "its key is on P-384",
    citation: "CABF BR 6.1.5; NIST SP 800-57",
    make: |forge| {
        let key = Arc::new(Secret::sound(Kind::P384)?);
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::CONTROL
};
