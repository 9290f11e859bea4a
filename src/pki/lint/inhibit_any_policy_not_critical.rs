//! Whether it may be ignored is laid down in RFC 5280.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct InhibitAnyPolicyNotCritical;

static RULE: Rule = Rule {
    id: "inhibit-any-policy-not-critical",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.14",
    summary: "inhibitAnyPolicy must be critical",
};

impl Lint for InhibitAnyPolicyNotCritical {
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
        &["e_inhibit_any_policy_not_critical"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::INHIBIT_ANY_POLICY)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.is_critical(id::INHIBIT_ANY_POLICY), || {
            "inhibitAnyPolicy is not critical".to_owned()
        })
    }
}
