//! RSA of 3072 bits.

use std::sync::Arc;

use crate::pki::bad::Case;
use crate::pki::bad::large;

pub(super) static CASE: Case = Case {
    id: "good-rsa-3072-key",
    wrong: "its key is RSA of 3072 bits",
    citation: "CABF BR 6.1.5; NIST SP 800-57",
    make: |forge| {
        let key = Arc::new(large::rsa_3072()?);
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::CONTROL
};
