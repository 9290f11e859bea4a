//! Odd sizes come from broken generators, and some hardware refuses them.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};

pub(super) struct RsaModulusSize;

static RULE: Rule = Rule {
    id: "rsa-modulus-size",
    severity: Severity::Error,
    citation: "Mozilla Root Store Policy 5.1; CABF BR 6.1.5",
    summary: "the bits of an RSA modulus must be a multiple of 8",
};

impl Lint for RsaModulusSize {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "make a new key of 2048, 3072 or 4096 bits"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_mp_modulus_must_be_divisible_by_8"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_rsa()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let bits = subject.cert.key.size().unwrap_or(0);
        when(!bits.is_multiple_of(8), || format!("the RSA key has {bits} bits"))
    }
}
