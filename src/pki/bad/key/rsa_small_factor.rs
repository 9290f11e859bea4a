//! RSA whose modulus has a factor of one octet.

use std::sync::Arc;

use num_bigint::BigUint;

use crate::pki::bad::weak::Rsa;
use crate::pki::bad::{Case, Secret, weak};

pub(super) static CASE: Case = Case {
    id: "rsa-small-factor",
    wrong: "the modulus of its key is divisible by 251",
    client: "refuse; hardly any client looks",
    rule: Some("rsa-small-factor"),
    citation: "CABF BR 6.1.6",
    make: |forge| {
        let mut primes = forge.rsa_primes()?;
        primes.push(BigUint::from(251_u8));
        let key = Rsa::from_primes(primes, weak::F4).ok_or_else(|| forge.impossible())?;
        let key = Arc::new(Secret::Weak(key));
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::ACCEPT
};
