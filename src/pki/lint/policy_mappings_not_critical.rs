//! Whether it may be ignored is laid down in RFC 5280.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct PolicyMappingsNotCritical;

static RULE: Rule = Rule {
    id: "policy-mappings-not-critical",
    severity: Severity::Warning,
    citation: "RFC 5280 §4.2.1.5",
    summary: "policyMappings should be critical",
};

impl Lint for PolicyMappingsNotCritical {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the extension critical"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Notice),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_ext_policy_map_not_critical"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::POLICY_MAPPINGS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.is_critical(id::POLICY_MAPPINGS), || {
            "policyMappings are not critical".to_owned()
        })
    }
}
