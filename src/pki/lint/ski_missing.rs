//! Where two CAs share a name, clients find the right one by it.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct SkiMissing;

static RULE: Rule = Rule {
    id: "ski-missing",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.2",
    summary: "a CA must have a subject key identifier",
};

impl Lint for SkiMissing {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with subjectKeyIdentifier"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_subject_key_identifier_missing_ca"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_ca()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.has(id::SUBJECT_KEY_ID), || {
            "the CA has no subject key identifier".to_owned()
        })
    }
}
