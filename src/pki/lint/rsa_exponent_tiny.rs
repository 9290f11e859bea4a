//! Below 3 there is no encryption; 1 leaves the message as it is.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::rule;

pub(super) struct RsaExponentTiny;

impl Lint for RsaExponentTiny {
    fn rule(&self) -> &'static Rule {
        &rule::RSA_EXPONENT
    }

    fn advice(&self) -> &'static str {
        "make a new key with the exponent 65537"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_rsa_public_exponent_too_small", "e_mp_exponent_cannot_be_one"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_rsa()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let Some((_, exponent)) = subject.cert.key.rsa() else {
            return Vec::new();
        };
        when(exponent.is_empty() || matches!(exponent, [0..=2]), || {
            "the RSA exponent is below 3".to_owned()
        })
    }
}
