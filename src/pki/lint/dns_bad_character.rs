//! Clients look for no other names; a space, a slash or a port make an entry that matches nothing.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, family};

pub(super) struct DnsBadCharacter;

impl Lint for DnsBadCharacter {
    fn rule(&self) -> &'static Rule {
        &family::DNS_NAME_INVALID
    }

    fn advice(&self) -> &'static str {
        "issue it again without the name, or with its A-labels"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(family::DNS_NAME_INVALID.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_dnsname_bad_character_in_label"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |name: &&String| {
            !name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '*'))
        };
        subject
            .dns_names
            .iter()
            .filter(wrong)
            .map(|name| format!("`{name}` has characters that no DNS name has"))
            .collect()
    }
}
