//! Whether it may be ignored is laid down in RFC 5280.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct SubjectInfoAccessCritical;

static RULE: Rule = Rule {
    id: "subject-info-access-critical",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.2.2",
    summary: "subject information access must not be critical",
};

impl Lint for SubjectInfoAccessCritical {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the extension not critical"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_subject_info_access_marked_critical"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_INFO_ACCESS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.is_critical(id::SUBJECT_INFO_ACCESS), || {
            "subject information access are critical".to_owned()
        })
    }
}
