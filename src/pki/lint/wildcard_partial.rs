//! RFC 9525 leaves `f*.example.com` to nobody: Go, Chrome and Firefox do not match it.

use super::{Lint, Rule, Subject, Timestamp, family};

pub(super) struct WildcardPartial;

impl Lint for WildcardPartial {
    fn rule(&self) -> &'static Rule {
        &family::DNS_NAME_WILDCARD
    }

    fn advice(&self) -> &'static str {
        "issue it again with names of the form `*.example.com`"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_dnsname_left_label_wildcard_correct"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |name: &&String| {
            name.split('.')
                .next()
                .is_some_and(|label| label.contains('*') && label != "*")
        };
        subject
            .dns_names
            .iter()
            .filter(wrong)
            .map(|name| format!("`{name}` has a wildcard beside other characters"))
            .collect()
    }
}
