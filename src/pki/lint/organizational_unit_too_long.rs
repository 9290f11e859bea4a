//! Parsers may refuse what is over the upper bound.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};

pub(super) struct OrganizationalUnitTooLong;

static RULE: Rule = Rule {
    id: "organizational-unit-too-long",
    severity: Severity::Error,
    citation: "RFC 5280 §A.1 (upper bounds)",
    summary: "the organisational unit must have at most 64 characters",
};

impl Lint for OrganizationalUnitTooLong {
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
        &["e_subject_organizational_unit_name_max_length"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let long = |text: &String| text.chars().count() > 64;
        subject
            .cert
            .subject
            .values("2.5.4.11")
            .filter(long)
            .map(|text| format!("the organisational unit has {} characters", text.chars().count()))
            .collect()
    }
}
