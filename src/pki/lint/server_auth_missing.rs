//! Clients refuse a server whose certificate is for something else. Whoever has DNS names and nothing but
//! other purposes may still be a client: a notice, unless it is public.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;
use crate::pki::rule;

pub(super) struct ServerAuthMissing;

impl Lint for ServerAuthMissing {
    fn rule(&self) -> &'static Rule {
        &rule::WRONG_PURPOSE
    }

    fn advice(&self) -> &'static str {
        "issue it again with serverAuth"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(Severity::Notice),
        }
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf() && !subject.dns_names.is_empty() && subject.purposes.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let usable = [
            id::SERVER_AUTH,
            id::CLIENT_AUTH,
            id::ANY_EXTENDED_KEY_USAGE,
            id::OCSP_SIGNING,
        ]
        .iter()
        .any(|purpose| subject.has_purpose(purpose));
        when(!usable, || {
            "it names hosts, and its extended key usage names neither serverAuth nor clientAuth".to_owned()
        })
    }
}
