//! Whether it may be ignored is laid down in RFC 5280.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct SubjectDirectoryCritical;

static RULE: Rule = Rule {
    id: "subject-directory-critical",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.8",
    summary: "subjectDirectoryAttributes must not be critical",
};

impl Lint for SubjectDirectoryCritical {
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
        &["e_ext_subject_directory_attr_critical"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_DIRECTORY_ATTRIBUTES)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.is_critical(id::SUBJECT_DIRECTORY_ATTRIBUTES), || {
            "subjectDirectoryAttributes are critical".to_owned()
        })
    }
}
