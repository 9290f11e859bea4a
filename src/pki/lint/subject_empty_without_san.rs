//! It would name nobody at all.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct SubjectEmptyWithoutSan;

static RULE: Rule = Rule {
    id: "subject-empty-without-san",
    severity: Severity::Error,
    citation: "RFC 5280 §4.1.2.6",
    summary: "a certificate without a subject must have alternative names",
};

impl Lint for SubjectEmptyWithoutSan {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the names it is for as alternative names"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_subject_empty_without_san"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf() && subject.cert.subject.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.has(id::SUBJECT_ALT_NAME), || {
            "it has neither a subject nor alternative names".to_owned()
        })
    }
}
