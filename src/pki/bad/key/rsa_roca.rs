//! RSA as the chips of 2012 to 2017 made it, whose primes betray themselves (ROCA).

use std::sync::Arc;

use crate::pki::bad::weak::Rsa;
use crate::pki::bad::{Case, Secret, weak};

pub(super) static CASE: Case = Case {
    id: "rsa-roca",
    wrong: "its key has the shape of those that can be factored (ROCA)",
    client: "refuse; hardly any client looks",
    rule: Some("rsa-roca"),
    citation: "CABF BR 6.1.1.3; CVE-2017-15361",
    make: |forge| {
        let primes = vec![weak::roca_prime()?, weak::roca_prime()?];
        let key = Rsa::from_primes(primes, weak::F4).ok_or_else(|| forge.impossible())?;
        let key = Arc::new(Secret::Weak(key));
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::ACCEPT
};
