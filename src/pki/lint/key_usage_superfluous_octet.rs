//! DER has one encoding per value; strict parsers refuse another one.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, family, key_usage_octets, when};
use crate::pki::anatomy::id;

pub(super) struct KeyUsageSuperfluousOctet;

impl Lint for KeyUsageSuperfluousOctet {
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
        &["e_superfluous_ku_encoding"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::KEY_USAGE)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let octets = key_usage_octets(subject);
        when(octets.len() > 1 && octets.last() == Some(&0), || {
            "keyUsage ends in an octet without a bit".to_owned()
        })
    }
}
