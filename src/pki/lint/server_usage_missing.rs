//! TLS 1.3 and every forward-secret suite have the server sign.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, usage, when};
use crate::pki::rule;

pub(super) struct ServerUsageMissing;

impl Lint for ServerUsageMissing {
    fn rule(&self) -> &'static Rule {
        &rule::WRONG_KEY_USAGE
    }

    fn advice(&self) -> &'static str {
        "issue it again with digitalSignature"
    }

    fn severity(&self, _: Profile) -> Option<Severity> {
        Some(Severity::Warning)
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf() && subject.usage.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.has_usage(usage::DIGITAL_SIGNATURE), || {
            "keyUsage is there without digitalSignature".to_owned()
        })
    }
}
