//! DER has one encoding per value; strict parsers refuse another one.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, family, key_usage_octets, when};
use crate::pki::anatomy::id;

pub(super) struct KeyUsageEncoding;

impl Lint for KeyUsageEncoding {
    fn rule(&self) -> &'static Rule {
        &family::KEY_USAGE_ENCODING
    }

    fn advice(&self) -> &'static str {
        "issue it again with an encoder for named bit lists"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(family::KEY_USAGE_ENCODING.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_incorrect_ku_encoding"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::KEY_USAGE)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = match key_usage_octets(subject) {
            [unused, .., last] => *last != 0 && (*unused > 7 || last.trailing_zeros() != u32::from(*unused)),
            _ => false,
        };
        when(wrong, || "keyUsage counts its unused bits wrongly".to_owned())
    }
}
