//! Which qualifiers would hold is undefined; strict parsers refuse it.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};
use crate::pki::anatomy::id;
use crate::pki::format::der::Tlv;

pub(super) struct PolicyDuplicate;

static RULE: Rule = Rule {
    id: "policy-duplicate",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.4",
    summary: "a policy must not be there twice",
};

impl Lint for PolicyDuplicate {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with each policy once"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_cert_policy_duplicate"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::CERTIFICATE_POLICIES)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let policies = subject.policies();
        let again = |(place, (policy, _)): (usize, &(String, Tlv<'_>))| {
            policies[..place]
                .iter()
                .any(|(other, _)| other == policy)
                .then(|| format!("the policy {policy} is there more than once"))
        };
        policies.iter().enumerate().filter_map(again).collect()
    }
}
