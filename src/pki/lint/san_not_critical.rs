//! A client that ignored them would see a certificate for nobody.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct SanNotCritical;

static RULE: Rule = Rule {
    id: "san-not-critical",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.6",
    summary: "alternative names must be critical where the subject is empty",
};

impl Lint for SanNotCritical {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with subjectAltName marked critical, or with a subject"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_not_critical_without_subject"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_ALT_NAME)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let critical = subject.is_critical(id::SUBJECT_ALT_NAME);
        when(subject.cert.subject.is_empty() && !critical, || {
            "the subject is empty and the alternative names are not critical".to_owned()
        })
    }
}
