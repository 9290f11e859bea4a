//! Only its registry could prove to own it.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, dns};

pub(super) struct BarePublicSuffix;

static RULE: Rule = Rule {
    id: "bare-public-suffix",
    severity: Severity::Error,
    citation: "CABF BR 3.2.2.4",
    summary: "a public certificate must not name a whole top-level domain",
};

impl Lint for BarePublicSuffix {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "name a host below it"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_dnsname_contains_bare_iana_suffix"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let bare = |name: &&String| dns::is_public_suffix(name);
        subject
            .dns_names
            .iter()
            .filter(bare)
            .map(|name| format!("`{name}` is a public suffix"))
            .collect()
    }
}
