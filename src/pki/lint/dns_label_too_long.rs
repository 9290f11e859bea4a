//! No resolver finds a longer one.

use super::{Lint, Rule, Subject, Timestamp, family};

pub(super) struct DnsLabelTooLong;

impl Lint for DnsLabelTooLong {
    fn rule(&self) -> &'static Rule {
        &family::DNS_NAME_INVALID
    }

    fn advice(&self) -> &'static str {
        "issue it again with a name that DNS can hold"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_dnsname_label_too_long", "e_rfc_dnsname_label_too_long"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |name: &&String| name.split('.').any(|label| label.len() > 63);
        subject
            .dns_names
            .iter()
            .filter(wrong)
            .map(|name| format!("`{name}` has a label of more than 63 octets"))
            .collect()
    }
}
