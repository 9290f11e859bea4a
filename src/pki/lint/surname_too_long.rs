//! Parsers may refuse what is over the upper bound.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};

pub(super) struct SurnameTooLong;

static RULE: Rule = Rule {
    id: "surname-too-long",
    severity: Severity::Error,
    citation: "RFC 5280 §A.1 (upper bounds)",
    summary: "the surname must have at most 32768 characters",
};

impl Lint for SurnameTooLong {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with a shorter one"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_subject_surname_max_length"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let long = |text: &String| text.chars().count() > 32768;
        subject
            .cert
            .subject
            .values("2.5.4.4")
            .filter(long)
            .map(|text| format!("the surname has {} characters", text.chars().count()))
            .collect()
    }
}
