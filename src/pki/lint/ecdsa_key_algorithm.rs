//! Clients compare the encoding byte by byte.

use jiff::civil::{Date, date};

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct EcdsaKeyAlgorithm;

static RULE: Rule = Rule {
    id: "ecdsa-key-algorithm",
    severity: Severity::Error,
    citation: "Mozilla Root Store Policy 5.1.2; CABF BR 7.1.3.1.2",
    summary: "an ECDSA key must be encoded with one of the three curves by name",
};

impl Lint for EcdsaKeyAlgorithm {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "make a new key on P-256 or P-384"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_mp_ecdsa_pub_key_encoding_correct"]
    }

    fn since(&self) -> Date {
        date(2020, 1, 1)
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_ec()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let fine = subject
            .cert
            .key
            .curve()
            .is_some_and(|curve| [id::P256, id::P384, id::P521].contains(&curve.as_str()));
        when(!fine, || {
            "the parameters of the key are not one of the three curves".to_owned()
        })
    }
}
