//! Few readers compare such names rightly.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, family};

pub(super) struct SubjectSeveralAttributes;

static RULE: Rule = Rule {
    id: "subject-several-attributes",
    severity: Severity::Notice,
    citation: "none: good practice",
    summary: "each relative name of the subject should have one attribute",
};

impl Lint for SubjectSeveralAttributes {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with one attribute at a time"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Notice),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["n_multiple_subject_rdn"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        family::several_attributes(&subject.cert.subject, "subject")
    }
}
