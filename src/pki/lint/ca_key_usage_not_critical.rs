//! A client that ignores it would let the key do anything.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct CaKeyUsageNotCritical;

static RULE: Rule = Rule {
    id: "ca-key-usage-not-critical",
    severity: Severity::Error,
    citation: "CABF BR 7.1.2.1",
    summary: "the key usage of a CA must be critical",
};

impl Lint for CaKeyUsageNotCritical {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with keyUsage marked critical"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &[
            "e_ca_key_usage_not_critical",
            "e_root_ca_key_usage_must_be_critical",
        ]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_ca() && subject.has(id::KEY_USAGE)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.is_critical(id::KEY_USAGE), || {
            "the key usage of the CA is not critical".to_owned()
        })
    }
}
