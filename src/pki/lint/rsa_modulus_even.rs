//! An even modulus is half factored.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};

pub(super) struct RsaModulusEven;

static RULE: Rule = Rule {
    id: "rsa-modulus-even",
    severity: Severity::Error,
    citation: "CABF BR 6.1.6",
    summary: "an RSA modulus must be odd",
};

impl Lint for RsaModulusEven {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "make a new key"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_rsa_mod_not_odd"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_rsa()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let even = subject
            .cert
            .key
            .rsa()
            .is_some_and(|(modulus, _)| modulus.last().is_none_or(|last| last % 2 == 0));
        when(even, || "the RSA modulus is even".to_owned())
    }
}
