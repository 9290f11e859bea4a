//! Parsers may refuse what is over the upper bound.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};

pub(super) struct PostalCodeTooLong;

static RULE: Rule = Rule {
    id: "postal-code-too-long",
    severity: Severity::Error,
    citation: "RFC 5280 §A.1 (upper bounds)",
    summary: "the postal code must have at most 16 characters",
};

impl Lint for PostalCodeTooLong {
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
        &["e_subject_postal_code_max_length"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let long = |text: &String| text.chars().count() > 16;
        subject
            .cert
            .subject
            .values("2.5.4.17")
            .filter(long)
            .map(|text| format!("the postal code has {} characters", text.chars().count()))
            .collect()
    }
}
