//! Fermat's method finds them in moments (CVE-2022-26320).

use super::{Lint, Rule, Severity, Subject, Timestamp, number, when};

pub(super) struct RsaClosePrimes;

static RULE: Rule = Rule {
    id: "rsa-close-primes",
    severity: Severity::Error,
    citation: "CABF BR 6.1.1.3",
    summary: "the primes of an RSA key must not be close to each other",
};

impl Lint for RsaClosePrimes {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "make a new key with another tool, and replace every key that this one made"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_rsa_fermat_factorization"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_rsa()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let close = subject
            .cert
            .key
            .rsa()
            .is_some_and(|(modulus, _)| number::has_close_factors(modulus));
        when(close, || "the RSA modulus falls to Fermat's method".to_owned())
    }
}
