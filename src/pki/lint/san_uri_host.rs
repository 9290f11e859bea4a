//! Name constraints on URIs are about hosts, and need one.

use super::uri::{host, is_hierarchical, is_host};
use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, family};
use crate::pki::anatomy::{GeneralName, id};

pub(super) struct SanUriHost;

impl Lint for SanUriHost {
    fn rule(&self) -> &'static Rule {
        &family::SAN_URI_INVALID
    }

    fn advice(&self) -> &'static str {
        "issue it again with a host that has a domain"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(family::SAN_URI_INVALID.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_uri_host_not_fqdn_or_ip"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_ALT_NAME)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let odd = |name: &&GeneralName<'_>| {
            matches!(name, GeneralName::Uri(_))
                && host(&name.value()).map_or_else(|| is_hierarchical(&name.value()), |host| !is_host(host))
        };
        subject
            .sans
            .iter()
            .flatten()
            .filter(odd)
            .map(|name| format!("`{}` names no whole host", name.value()))
            .collect()
    }
}
