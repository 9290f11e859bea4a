//! Registries give out no such name, and strict parsers refuse it.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, family};

pub(super) struct DnsHyphenPosition;

impl Lint for DnsHyphenPosition {
    fn rule(&self) -> &'static Rule {
        &family::DNS_NAME_INVALID
    }

    fn advice(&self) -> &'static str {
        "issue it again with a name that DNS allows"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(family::DNS_NAME_INVALID.severity),
        }
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |name: &&String| {
            name.split('.')
                .any(|label| label.starts_with('-') || label.ends_with('-'))
        };
        subject
            .dns_names
            .iter()
            .filter(wrong)
            .map(|name| format!("`{name}` has a label that begins or ends with a hyphen"))
            .collect()
    }
}
