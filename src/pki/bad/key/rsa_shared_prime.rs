//! Two keys with one prime in common, as devices made them that had no randomness yet: the greatest common divisor of
//! two moduli is a prime of both.

use std::sync::Arc;

use crate::pki::bad::weak::Rsa;
use crate::pki::bad::{Case, Secret, weak};

pub(super) static CASE: Case = Case {
    id: "rsa-shared-prime",
    wrong: "its key and the key of its issuer share a prime",
    client: "refuse; hardly any client looks",
    rule: Some("rsa-shared-prime"),
    citation: "CABF BR 6.1.1.3; Heninger et al., Mining Your Ps and Qs (2012)",
    make: |forge| {
        let mut primes = forge.rsa_primes()?;
        primes[1] = weak::prime(1024, weak::F4)?;
        let key = Rsa::from_primes(primes, weak::F4).ok_or_else(|| forge.impossible())?;
        let mut ca = forge.authority("kindred intermediate", forge.root())?;
        ca.rekey(Arc::new(Secret::Weak(key)));
        let ca = ca.sign(&forge.root().key)?;
        let leaf = forge.leaf_with(forge.rsa()?, &ca)?.sign(&ca.key)?;
        Ok(forge.chain(&leaf, &[&ca]))
    },
    ..Case::ACCEPT
};
