//! 1024 bits are within reach of states; OpenSSL, Go, Firefox and Chrome refuse fewer than 2048 or 1024.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::rule;

pub(super) struct RsaTooShort;

impl Lint for RsaTooShort {
    fn rule(&self) -> &'static Rule {
        &rule::WEAK_KEY
    }

    fn advice(&self) -> &'static str {
        "make a new key: ECDSA P-256, or RSA of 3072 bits"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &[
            "e_rsa_mod_less_than_2048_bits",
            "e_mp_modulus_must_be_2048_bits_or_more",
        ]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_rsa()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let bits = subject.cert.key.size().unwrap_or(0);
        when(bits < 2048, || format!("the RSA key has {bits} bits"))
    }
}
