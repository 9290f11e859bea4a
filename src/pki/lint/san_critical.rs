//! Clients that know no alternative names could then use the subject.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct SanCritical;

static RULE: Rule = Rule {
    id: "san-critical",
    severity: Severity::Warning,
    citation: "RFC 5280 §4.2.1.6",
    summary: "alternative names should not be critical where there is a subject",
};

impl Lint for SanCritical {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with subjectAltName not critical"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Notice),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_ext_san_critical_with_subject_dn"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_ALT_NAME)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let critical = subject.is_critical(id::SUBJECT_ALT_NAME);
        when(critical && !subject.cert.subject.is_empty(), || {
            "the alternative names are critical though there is a subject".to_owned()
        })
    }
}
