//! RFC 5280 forbids it by name: it once stood for "none".

use super::{Lint, Rule, Subject, Timestamp, family};

pub(super) struct DnsSpace;

impl Lint for DnsSpace {
    fn rule(&self) -> &'static Rule {
        &family::DNS_NAME_INVALID
    }

    fn advice(&self) -> &'static str {
        "issue it again without the name"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_space_dns_name"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |name: &&String| name.as_str() == " ";
        subject
            .dns_names
            .iter()
            .filter(wrong)
            .map(|name| format!("one of the DNS names is a space{name:.0}"))
            .collect()
    }
}
