//! One key for both ties their lifetimes together and helps attacks on padding.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, usage, when};

pub(super) struct RsaCaEnciphers;

static RULE: Rule = Rule {
    id: "rsa-ca-enciphers",
    severity: Severity::Error,
    citation: "RFC 3279 §2.3.1",
    summary: "an RSA CA that signs should not encrypt as well",
};

impl Lint for RsaCaEnciphers {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with keyCertSign and cRLSign alone"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_rsa_allowed_ku_no_encipherment_ca"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.cert.key.is_rsa() && subject.is_ca() && subject.usage.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let signs = subject.has_usage(usage::CERT_SIGN | usage::CRL_SIGN);
        let enciphers = subject.has_usage(usage::KEY_ENCIPHERMENT | usage::DATA_ENCIPHERMENT);
        when(signs && enciphers, || {
            "keyUsage allows the CA both to sign and to encrypt".to_owned()
        })
    }
}
