//! RSA with an even public exponent, with which no signature can be checked.

use std::sync::Arc;

use crate::pki::bad::weak::Rsa;
use crate::pki::bad::{Case, Judge, Secret, difference, weak};

pub(super) static CASE: Case = Case {
    id: "rsa-exponent-even",
    wrong: "its public exponent is even",
    rule: Some("rsa-exponent"),
    citation: "RFC 8017 §3.1; CABF BR 6.1.6",
    differs: &[
        (Judge::OpenSsl, difference::KEY_UNUSED),
        (Judge::GnuTls, difference::KEY_UNUSED),
        (Judge::Webpki, difference::KEY_UNUSED),
    ],
    make: |forge| {
        let key = Rsa::from_primes(forge.rsa_primes()?, weak::F4).ok_or_else(|| forge.impossible())?;
        let key = Arc::new(Secret::Weak(key.claiming(65_536)));
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::REJECT
};
