//! A client that ignores it would use the key for anything.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct KeyUsageNotCritical;

static RULE: Rule = Rule {
    id: "key-usage-not-critical",
    severity: Severity::Warning,
    citation: "RFC 5280 §4.2.1.3",
    summary: "key usage should be critical",
};

impl Lint for KeyUsageNotCritical {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with keyUsage marked critical"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Notice),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_ext_key_usage_not_critical"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::KEY_USAGE)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.is_critical(id::KEY_USAGE), || {
            "keyUsage is not critical".to_owned()
        })
    }
}
