//! Nobody else can reach them.

use std::net::IpAddr;

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, dns, uri};
use crate::pki::anatomy::GeneralName;

pub(super) struct AiaInternalName;

static RULE: Rule = Rule {
    id: "aia-internal-name",
    severity: Severity::Warning,
    citation: "CABF BR 7.1.2.7.7",
    summary: "the pointers of a public certificate should not name internal hosts",
};

impl Lint for AiaInternalName {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with public addresses"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_sub_cert_aia_contains_internal_names"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let internal = |place: &GeneralName<'_>| {
            matches!(place, GeneralName::Uri(_))
                && uri::host(&place.value()).is_some_and(|host| {
                    host.parse::<IpAddr>().is_err() && !host.rsplit('.').next().is_some_and(dns::is_top_level)
                })
        };
        let access = subject.information_access();
        access
            .iter()
            .filter(|(_, place)| internal(place))
            .map(|(_, place)| format!("`{}` is an internal address", place.value()))
            .collect()
    }
}
