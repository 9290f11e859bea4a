//! It is a hint for finding certificates.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct SkiCritical;

static RULE: Rule = Rule {
    id: "ski-critical",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.2",
    summary: "a subject key identifier must not be critical",
};

impl Lint for SkiCritical {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the extension not critical"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_subject_key_identifier_critical"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_KEY_ID)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.is_critical(id::SUBJECT_KEY_ID), || {
            "the subject key identifier is critical".to_owned()
        })
    }
}
