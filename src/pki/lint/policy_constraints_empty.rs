//! An empty one is outside the syntax.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct PolicyConstraintsEmpty;

static RULE: Rule = Rule {
    id: "policy-constraints-empty",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.11",
    summary: "policy constraints must constrain something",
};

impl Lint for PolicyConstraintsEmpty {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without the extension"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_policy_constraints_empty"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::POLICY_CONSTRAINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.items(id::POLICY_CONSTRAINTS).is_empty(), || {
            "policy constraints that constrain nothing".to_owned()
        })
    }
}
