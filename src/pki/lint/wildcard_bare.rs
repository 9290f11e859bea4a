//! Clients refuse a name that would match everything.

use super::{Lint, Rule, Subject, Timestamp, family};

pub(super) struct WildcardBare;

impl Lint for WildcardBare {
    fn rule(&self) -> &'static Rule {
        &family::DNS_NAME_WILDCARD
    }

    fn advice(&self) -> &'static str {
        "issue it again with names of the form `*.example.com`"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_san_bare_wildcard"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |name: &&String| name.starts_with('*') && !name.contains('.');
        subject
            .dns_names
            .iter()
            .filter(wrong)
            .map(|name| format!("`{name}` is a bare wildcard"))
            .collect()
    }
}
