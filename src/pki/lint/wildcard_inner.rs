//! Clients match one label by a wildcard, the first.

use super::{Lint, Rule, Subject, Timestamp, family};

pub(super) struct WildcardInner;

impl Lint for WildcardInner {
    fn rule(&self) -> &'static Rule {
        &family::DNS_NAME_WILDCARD
    }

    fn advice(&self) -> &'static str {
        "issue it again with names of the form `*.example.com`"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_dnsname_wildcard_only_in_left_label"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |name: &&String| name.split('.').skip(1).any(|label| label.contains('*'));
        subject
            .dns_names
            .iter()
            .filter(wrong)
            .map(|name| format!("`{name}` has a wildcard outside the first label"))
            .collect()
    }
}
