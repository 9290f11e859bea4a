//! From March 2027 Chrome's roots may issue for serverAuth alone.

use jiff::civil::{Date, date};

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct ClientAuthInServer;

static RULE: Rule = Rule {
    id: "client-auth-in-server",
    severity: Severity::Error,
    citation: "Chrome Root Program Policy 1.8 §3.2.2",
    summary: "a public server certificate must not be for clients too",
};

impl Lint for ClientAuthInServer {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue another certificate for clients, from a private CA"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_client_auth_not_allowed"]
    }

    fn since(&self) -> Date {
        date(2027, 3, 15)
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let both = subject.has_purpose(id::SERVER_AUTH) && subject.has_purpose(id::CLIENT_AUTH);
        when(both, || "it is for servers and for clients".to_owned())
    }
}
