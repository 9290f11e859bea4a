//! RSA from two primes that follow each other: Fermat factored such numbers in 1643.

use std::sync::Arc;

use crate::pki::bad::weak::Rsa;
use crate::pki::bad::{Case, Secret, weak};

pub(super) static CASE: Case = Case {
    id: "rsa-close-primes",
    wrong: "the primes of its key lie next to each other",
    client: "refuse; hardly any client looks",
    rule: Some("rsa-close-primes"),
    citation: "CABF BR 6.1.1.3; CVE-2022-26320",
    make: |forge| {
        let first = forge.rsa_primes()?.swap_remove(0);
        let second = weak::next_prime(&(&first + 2_u8), weak::F4)?;
        let key = Rsa::from_primes(vec![first, second], weak::F4).ok_or_else(|| forge.impossible())?;
        let key = Arc::new(Secret::Weak(key));
        forge.present(forge.leaf_with(key, forge.intermediate())?)
    },
    ..Case::ACCEPT
};
