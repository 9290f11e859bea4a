//! RSA of 8192 bits. Slow, and within what clients take.

use std::sync::Arc;

use crate::pki::bad::Case;
use crate::pki::bad::large;

pub(super) static CASE: Case = Case {
    id: "good-rsa-8192-key",
    wrong: "its key is RSA of 8192 bits",
    citation: "CABF BR 6.1.5",
    make: |forge| {
        let key = Arc::new(large::rsa_8192()?);
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::CONTROL
};
