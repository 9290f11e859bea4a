//! Strict clients refuse a CA without it.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct CaKeyUsageMissing;

static RULE: Rule = Rule {
    id: "ca-key-usage-missing",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.3; CABF BR 7.1.2.1",
    summary: "a CA must have key usage",
};

impl Lint for CaKeyUsageMissing {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with keyCertSign and cRLSign"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ca_key_usage_missing", "e_root_ca_key_usage_present"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_ca()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.has(id::KEY_USAGE), || {
            "the CA has no key usage".to_owned()
        })
    }
}
