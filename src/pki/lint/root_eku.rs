//! Clients apply it to everything below, or ignore it: they differ.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct RootEku;

static RULE: Rule = Rule {
    id: "root-eku",
    severity: Severity::Error,
    citation: "CABF BR 7.1.2.1",
    summary: "a root must not have extended key usage",
};

impl Lint for RootEku {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without the extension"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Notice),
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_root_ca_extended_key_usage_present"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_root()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.has(id::EXTENDED_KEY_USAGE), || {
            "the root has an extended key usage".to_owned()
        })
    }
}
