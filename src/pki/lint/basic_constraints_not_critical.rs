//! A client that ignored them would not see that it is a CA, nor its path length.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct BasicConstraintsNotCritical;

static RULE: Rule = Rule {
    id: "basic-constraints-not-critical",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.9",
    summary: "the basic constraints of a CA must be critical",
};

impl Lint for BasicConstraintsNotCritical {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with basicConstraints marked critical"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_basic_constraints_not_critical"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_ca()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.is_critical(id::BASIC_CONSTRAINTS), || {
            "basic constraints are not critical".to_owned()
        })
    }
}
