//! Keys of Infineon's library bear a fingerprint, and can be factored (ROCA).

use super::{Lint, Rule, Severity, Subject, Timestamp, number, when};

pub(super) struct RsaRoca;

static RULE: Rule = Rule {
    id: "rsa-roca",
    severity: Severity::Error,
    citation: "CABF BR 6.1.1.3; CVE-2017-15361",
    summary: "an RSA key must not come from the broken generator of certain smart cards",
};

impl Lint for RsaRoca {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "make a new key outside the device"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_rsa()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let marked = subject
            .cert
            .key
            .rsa()
            .is_some_and(|(modulus, _)| number::has_roca_fingerprint(modulus));
        when(marked, || {
            "the RSA modulus bears the fingerprint of CVE-2017-15361".to_owned()
        })
    }
}
