//! Parsers may refuse what is over the upper bound.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};

pub(super) struct SubjectEmailTooLong;

static RULE: Rule = Rule {
    id: "subject-email-too-long",
    severity: Severity::Error,
    citation: "RFC 5280 §A.1 (upper bounds)",
    summary: "the e-mail address must have at most 255 characters",
};

impl Lint for SubjectEmailTooLong {
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
        &["e_subject_email_max_length"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let long = |text: &String| text.chars().count() > 255;
        subject
            .cert
            .subject
            .values("1.2.840.113549.1.9.1")
            .filter(long)
            .map(|text| format!("the e-mail address has {} characters", text.chars().count()))
            .collect()
    }
}
