//! Whether it may be ignored is laid down in RFC 5280.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct PolicyConstraintsNotCritical;

static RULE: Rule = Rule {
    id: "policy-constraints-not-critical",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.11",
    summary: "policy constraints must be critical",
};

impl Lint for PolicyConstraintsNotCritical {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the extension critical"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_policy_constraints_not_critical"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::POLICY_CONSTRAINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.is_critical(id::POLICY_CONSTRAINTS), || {
            "policy constraints are not critical".to_owned()
        })
    }
}
