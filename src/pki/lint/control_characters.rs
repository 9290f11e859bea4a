//! Terminals obey them: what is shown is then not what is there.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};
use crate::pki::anatomy::Attribute;

pub(super) struct ControlCharacters;

static RULE: Rule = Rule {
    id: "control-characters",
    severity: Severity::Error,
    citation: "RFC 5280 §4.1.2.4; X.520",
    summary: "a name must not have control characters",
};

impl Lint for ControlCharacters {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with names that people can read"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_subject_dn_not_printable_characters"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let odd = |attribute: &&Attribute<'_>| {
            attribute
                .text()
                .chars()
                .any(|c| matches!(c, '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'))
        };
        subject
            .cert
            .subject
            .attributes()
            .filter(odd)
            .map(|attribute| format!("{} has control characters", attribute.key()))
            .collect()
    }
}
