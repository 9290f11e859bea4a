//! An EC key encrypts nothing; mkcert and many others set the bit all the same.

use jiff::civil::{Date, date};

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, family, usage};

pub(super) struct EcKeyEncipherment;

impl Lint for EcKeyEncipherment {
    fn rule(&self) -> &'static Rule {
        &family::KEY_USAGE_NOT_FOR_KEY
    }

    fn advice(&self) -> &'static str {
        "issue it again with digitalSignature alone"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(family::KEY_USAGE_NOT_FOR_KEY.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ecdsa_allowed_ku"]
    }

    fn since(&self) -> Date {
        date(2020, 8, 1)
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_ec() && subject.usage.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let bits = [
            (usage::KEY_ENCIPHERMENT, "keyEncipherment"),
            (usage::DATA_ENCIPHERMENT, "dataEncipherment"),
        ];
        let set = bits.iter().filter(|(mask, _)| subject.has_usage(*mask));
        set.map(|(_, name)| format!("{name} is set for an EC key"))
            .collect()
    }
}
