//! It is then good to sign code and mail as well; some clients do not take it for serverAuth.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct AnyUsage;

static RULE: Rule = Rule {
    id: "any-usage",
    severity: Severity::Warning,
    citation: "CABF BR 7.1.2.7.10; RFC 5280 §4.2.1.12",
    summary: "a leaf should not allow any purpose",
};

impl Lint for AnyUsage {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the purposes that it has"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(RULE.severity),
            Profile::Public => Some(Severity::Error),
        }
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.has_purpose(id::ANY_EXTENDED_KEY_USAGE), || {
            "its extended key usage allows any purpose".to_owned()
        })
    }
}
