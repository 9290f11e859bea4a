//! Such an address belongs to whoever uses it where you are.

use jiff::civil::{Date, date};

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, address};
use crate::pki::anatomy::GeneralName;

pub(super) struct ReservedIp;

static RULE: Rule = Rule {
    id: "reserved-ip",
    severity: Severity::Error,
    citation: "CABF BR 4.2.2; RFC 6890",
    summary: "a public certificate must not name an address that is not on the Internet",
};

impl Lint for ReservedIp {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "use a private CA for addresses of your own network"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_contains_reserved_ip"]
    }

    fn since(&self) -> Date {
        date(2015, 11, 1)
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let reserved =
            |name: &&GeneralName<'_>| matches!(name, GeneralName::Ip(octets) if address::is_reserved(octets));
        subject
            .sans
            .iter()
            .flatten()
            .filter(reserved)
            .map(|name| format!("{} is reserved", name.value()))
            .collect()
    }
}
