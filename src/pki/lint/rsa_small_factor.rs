//! A small factor shows a broken generator, and the rest is easier to find.

use super::{Lint, Rule, Severity, Subject, Timestamp, number};

pub(super) struct RsaSmallFactor;

static RULE: Rule = Rule {
    id: "rsa-small-factor",
    severity: Severity::Error,
    citation: "CABF BR 6.1.6",
    summary: "an RSA modulus must not have a factor below 752",
};

impl Lint for RsaSmallFactor {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "make a new key with another tool"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_rsa_mod_factors_smaller_than_752"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_rsa()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let factor = subject
            .cert
            .key
            .rsa()
            .and_then(|(modulus, _)| number::small_factor(modulus));
        factor
            .map(|prime| format!("{prime} divides the RSA modulus"))
            .into_iter()
            .collect()
    }
}
