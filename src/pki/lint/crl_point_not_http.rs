//! https needs a certificate to check a certificate; LDAP is out of reach for most clients.

use jiff::civil::{Date, date};

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, points};
use crate::pki::anatomy::{GeneralName, id};

pub(super) struct CrlPointNotHttp;

static RULE: Rule = Rule {
    id: "crl-point-not-http",
    severity: Severity::Error,
    citation: "CABF BR 7.1.2.11.2",
    summary: "a CRL distribution point must be an http address",
};

impl Lint for CrlPointNotHttp {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with a http:// address"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_crl_distrib_points_not_http"]
    }

    fn since(&self) -> Date {
        date(2023, 9, 15)
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::CRL_DISTRIBUTION_POINTS) && !subject.is_root()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let odd = |name: &GeneralName<'_>| {
            !(matches!(name, GeneralName::Uri(_)) && name.value().to_ascii_lowercase().starts_with("http://"))
        };
        let names = points::names(subject);
        names
            .iter()
            .filter(|name| odd(name))
            .map(|name| format!("`{}` is no http address", name.value()))
            .collect()
    }
}
