//! Clients that connect to an address look at iPAddress entries alone.

use std::net::IpAddr;

use super::{Lint, Rule, Severity, Subject, Timestamp};

pub(super) struct IpInDnsName;

static RULE: Rule = Rule {
    id: "ip-in-dns-name",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.6; RFC 9525 §3",
    summary: "an IP address must be an iPAddress entry",
};

impl Lint for IpInDnsName {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the address as an IP entry (`tlsctl gen 127.0.0.1`)"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |name: &&String| name.parse::<IpAddr>().is_ok();
        subject
            .dns_names
            .iter()
            .filter(wrong)
            .map(|name| format!("`{name}` is an IP address in a DNS entry"))
            .collect()
    }
}
