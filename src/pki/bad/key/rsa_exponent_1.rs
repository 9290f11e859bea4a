//! RSA with the public exponent 1, which encrypts nothing: everyone signs in its name.

use std::sync::Arc;

use crate::pki::bad::weak::Rsa;
use crate::pki::bad::{Case, Judge, Secret, difference};

pub(super) static CASE: Case = Case {
    id: "rsa-exponent-1",
    wrong: "its public exponent is 1",
    rule: Some("rsa-exponent"),
    citation: "CABF BR 6.1.5; NIST SP 800-57",
    differs: &[
        (Judge::OpenSsl, difference::KEY_UNUSED),
        (Judge::GnuTls, difference::KEY_UNUSED),
        (Judge::GnuTlsLive, "it takes any exponent"),
        (Judge::Webpki, difference::KEY_UNUSED),
    ],
    make: |forge| {
        let key = Rsa::from_primes(forge.rsa_primes()?, 1).ok_or_else(|| forge.impossible())?;
        let key = Arc::new(Secret::Weak(key));
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::REJECT
};
