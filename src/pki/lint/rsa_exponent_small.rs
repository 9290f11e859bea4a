//! Small exponents make bad padding exploitable; large ones slow every client down.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};

pub(super) struct RsaExponentSmall;

static RULE: Rule = Rule {
    id: "rsa-exponent-small",
    severity: Severity::Warning,
    citation: "CABF BR 6.1.6",
    summary: "an RSA exponent should lie from 65537 to 2^256 - 1",
};

impl Lint for RsaExponentSmall {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "make a new key with the exponent 65537"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_rsa_public_exponent_not_in_range"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_rsa()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let Some((_, exponent)) = subject.cert.key.rsa() else {
            return Vec::new();
        };
        when(exponent.len() < 3 || exponent.len() > 32, || {
            "the RSA exponent is below 65537 or above 2^256 - 1".to_owned()
        })
    }
}
