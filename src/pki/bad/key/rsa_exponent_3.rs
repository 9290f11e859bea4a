//! RSA with the public exponent 3, sound if everything else is, and often it is not.

use std::sync::Arc;

use crate::pki::bad::weak::Rsa;
use crate::pki::bad::{Case, Secret, weak};

pub(super) static CASE: Case = Case {
    id: "rsa-exponent-3",
    wrong: "its public exponent is 3",
    rule: Some("rsa-exponent-small"),
    citation: "CABF BR 6.1.6",
    make: |forge| {
        let mut primes = Vec::new();
        for prime in forge.rsa_primes()? {
            primes.push(weak::next_prime(&prime, 3)?);
        }
        let key = Rsa::from_primes(primes, 3).ok_or_else(|| forge.impossible())?;
        let key = Arc::new(Secret::Weak(key));
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::ACCEPT
};
