//! Clients take a dot at the end off what they look for, one at the front belongs to name constraints, and
//! two in a row no resolver finds.

use super::{Lint, Rule, Subject, Timestamp, family};

pub(super) struct DnsEmptyLabel;

impl Lint for DnsEmptyLabel {
    fn rule(&self) -> &'static Rule {
        &family::DNS_NAME_INVALID
    }

    fn advice(&self) -> &'static str {
        "issue it again without the doubled, leading or trailing dot"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &[
            "e_dnsname_empty_label",
            "e_rfc_dnsname_empty_label",
            "e_san_dns_name_starts_with_period",
        ]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |name: &&String| name.split('.').any(str::is_empty);
        subject
            .dns_names
            .iter()
            .filter(wrong)
            .map(|name| format!("`{name}` has an empty label"))
            .collect()
    }
}
