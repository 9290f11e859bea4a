//! Host names have none, and public CAs may not sign them since April 2019.

use jiff::civil::{Date, date};

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};

pub(super) struct DnsNameUnderscore;

static RULE: Rule = Rule {
    id: "dns-name-underscore",
    severity: Severity::Warning,
    citation: "CABF BR 7.1.4.2.1; RFC 1034 §3.5",
    summary: "a DNS name of a server should not have underscores",
};

impl Lint for DnsNameUnderscore {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with hyphens, and give the server a name without underscores"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(RULE.severity),
            Profile::Public => Some(Severity::Error),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_underscore_not_permissible_in_dnsname"]
    }

    fn since(&self) -> Date {
        date(2019, 4, 1)
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |name: &&String| name.contains('_');
        subject
            .dns_names
            .iter()
            .filter(wrong)
            .map(|name| format!("`{name}` has an underscore"))
            .collect()
    }
}
