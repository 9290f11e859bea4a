//! Whoever has the key can then sign for any name. Names of a server, or a key that may not sign
//! certificates, tell a leaf.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, usage, when};
use crate::pki::anatomy::id;

pub(super) struct LeafIsCa;

static RULE: Rule = Rule {
    id: "leaf-is-ca",
    severity: Severity::Error,
    citation: "CABF BR 7.1.2.7.8",
    summary: "a certificate for a server must not be a CA",
};

impl Lint for LeafIsCa {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with CA:FALSE"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_sub_cert_not_is_ca"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::BASIC_CONSTRAINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let serves = !subject.dns_names.is_empty()
            || (subject.has_purpose(id::SERVER_AUTH) && !subject.has_usage(usage::CERT_SIGN));
        let signs_not = subject.usage.is_some() && !subject.has_usage(usage::CERT_SIGN);
        when(subject.cert.is_ca() && (serves || signs_not), || {
            "it is a CA, and otherwise a leaf".to_owned()
        })
    }
}
