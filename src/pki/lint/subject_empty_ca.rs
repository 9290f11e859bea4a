//! What it signs names it by its subject, and is looked up by it.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};

pub(super) struct SubjectEmptyCa;

static RULE: Rule = Rule {
    id: "subject-empty-ca",
    severity: Severity::Error,
    citation: "RFC 5280 §4.1.2.6",
    summary: "a CA must have a subject",
};

impl Lint for SubjectEmptyCa {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with a subject: a common name is enough"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ca_subject_field_empty"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_ca()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.cert.subject.is_empty(), || {
            "the CA has no subject".to_owned()
        })
    }
}
