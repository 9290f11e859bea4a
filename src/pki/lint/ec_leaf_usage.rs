//! TLS needs digitalSignature; nothing else applies.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, family, usage, when};

pub(super) struct EcLeafUsage;

impl Lint for EcLeafUsage {
    fn rule(&self) -> &'static Rule {
        &family::KEY_USAGE_NOT_FOR_KEY
    }

    fn advice(&self) -> &'static str {
        "issue it again with digitalSignature alone"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private | Profile::Public => Some(Severity::Notice),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["n_ecdsa_ee_invalid_ku"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_ec() && subject.is_leaf() && subject.usage.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let fine = usage::DIGITAL_SIGNATURE
            | usage::CONTENT_COMMITMENT
            | usage::KEY_AGREEMENT
            | usage::ENCIPHER_ONLY
            | usage::DECIPHER_ONLY;
        let odd = subject.usage.is_some_and(|bits| bits & !fine != 0);
        when(odd, || {
            "keyUsage has bits that an EC leaf does not use".to_owned()
        })
    }
}
