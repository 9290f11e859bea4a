//! It would make every policy any other.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;
use crate::pki::format::der::Tlv;

pub(super) struct PolicyMappingAny;

static RULE: Rule = Rule {
    id: "policy-mapping-any",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.5",
    summary: "anyPolicy must not be mapped",
};

impl Lint for PolicyMappingAny {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without the mapping"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_policy_map_any_policy"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::POLICY_MAPPINGS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let any = |pair: &&Tlv<'_>| {
            pair.children()
                .unwrap_or_default()
                .iter()
                .any(|policy| policy.oid() == "2.5.29.32.0")
        };
        let count = subject.items(id::POLICY_MAPPINGS).iter().filter(any).count();
        when(count > 0, || format!("{count} mappings of anyPolicy"))
    }
}
