//! Bits beyond decipherOnly mean nothing, and parsers differ about them.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, family, key_usage_octets, when};
use crate::pki::anatomy::id;

pub(super) struct KeyUsageLength;

impl Lint for KeyUsageLength {
    fn rule(&self) -> &'static Rule {
        &family::KEY_USAGE_ENCODING
    }

    fn advice(&self) -> &'static str {
        "issue it again with the bits that RFC 5280 defines"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(family::KEY_USAGE_ENCODING.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_key_usage_incorrect_length"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::KEY_USAGE)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let [unused, octets @ ..] = key_usage_octets(subject) else {
            return Vec::new();
        };
        let bits = (octets.len() * 8).saturating_sub(usize::from(*unused));
        when(bits > 9, || format!("keyUsage has {bits} bits"))
    }
}
