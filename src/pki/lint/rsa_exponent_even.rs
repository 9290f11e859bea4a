//! An even one has no inverse: such a key cannot have come from a working generator.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::rule;

pub(super) struct RsaExponentEven;

impl Lint for RsaExponentEven {
    fn rule(&self) -> &'static Rule {
        &rule::RSA_EXPONENT
    }

    fn advice(&self) -> &'static str {
        "make a new key with the exponent 65537"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_rsa_public_exponent_not_odd"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_rsa()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let Some((_, exponent)) = subject.cert.key.rsa() else {
            return Vec::new();
        };
        when(exponent.last().is_none_or(|last| last % 2 == 0), || {
            "the RSA exponent is even".to_owned()
        })
    }
}
