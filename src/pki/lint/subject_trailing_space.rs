//! It was typed by accident, and names then differ that look the same.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};
use crate::pki::anatomy::Attribute;

pub(super) struct SubjectTrailingSpace;

static RULE: Rule = Rule {
    id: "subject-trailing-space",
    severity: Severity::Warning,
    citation: "none: good practice",
    summary: "the subject should not have trailing white space",
};

impl Lint for SubjectTrailingSpace {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without the white space"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Notice),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_subject_dn_trailing_whitespace"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let odd = |attribute: &&Attribute<'_>| attribute.text().ends_with(' ');
        subject
            .cert
            .subject
            .attributes()
            .filter(odd)
            .map(|attribute| format!("{} in the subject has trailing white space", attribute.key()))
            .collect()
    }
}
