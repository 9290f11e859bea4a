//! Each algorithm allows some uses alone.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, family, usage, when};

pub(super) struct RsaCaUsage;

impl Lint for RsaCaUsage {
    fn rule(&self) -> &'static Rule {
        &family::KEY_USAGE_NOT_FOR_KEY
    }

    fn advice(&self) -> &'static str {
        "issue it again with the bits that RFC 3279 allows"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(family::KEY_USAGE_NOT_FOR_KEY.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_rsa_allowed_ku_ca"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_rsa() && subject.is_ca() && subject.usage.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let odd = subject.usage.unwrap_or_default()
            & (usage::KEY_AGREEMENT | usage::ENCIPHER_ONLY | usage::DECIPHER_ONLY);
        when(odd != 0, || {
            "keyUsage has bits that an RSA CA cannot use".to_owned()
        })
    }
}
