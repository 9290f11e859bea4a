//! Clients match a wildcard only as the whole first label.

use super::{Lint, Rule, Subject, Timestamp, family};

pub(super) struct WildcardNotFirst;

impl Lint for WildcardNotFirst {
    fn rule(&self) -> &'static Rule {
        &family::DNS_NAME_WILDCARD
    }

    fn advice(&self) -> &'static str {
        "issue it again with names of the form `*.example.com`"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_san_wildcard_not_first"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |name: &&String| name.find('*').is_some_and(|at| at > 0);
        subject
            .dns_names
            .iter()
            .filter(wrong)
            .map(|name| format!("`{name}` has a wildcard that is not at the beginning"))
            .collect()
    }
}
