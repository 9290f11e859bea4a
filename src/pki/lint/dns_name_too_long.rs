//! No resolver finds a longer one.

use super::{Lint, Rule, Subject, Timestamp, family};

pub(super) struct DnsNameTooLong;

impl Lint for DnsNameTooLong {
    fn rule(&self) -> &'static Rule {
        &family::DNS_NAME_INVALID
    }

    fn advice(&self) -> &'static str {
        "issue it again with a name that DNS can hold"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_dns_name_too_long"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |name: &&String| name.len() > 253;
        subject
            .dns_names
            .iter()
            .filter(wrong)
            .map(|name| format!("`{name}` has more than 253 octets"))
            .collect()
    }
}
