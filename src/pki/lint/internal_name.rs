//! Nobody owns such a name, so nobody can prove to.

use jiff::civil::{Date, date};

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, dns};

pub(super) struct InternalName;

static RULE: Rule = Rule {
    id: "internal-name",
    severity: Severity::Error,
    citation: "CABF BR 4.2.2",
    summary: "a public certificate must not name a host outside the public DNS",
};

impl Lint for InternalName {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "use a private CA for names of your own network"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_dnsname_not_valid_tld"]
    }

    fn since(&self) -> Date {
        date(2012, 7, 1)
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let internal = |name: &&String| {
            !name.ends_with(".onion")
                && name
                    .rsplit('.')
                    .next()
                    .is_none_or(|last| !dns::is_top_level(last))
        };
        subject
            .dns_names
            .iter()
            .filter(internal)
            .map(|name| format!("`{name}` ends in no top-level domain"))
            .collect()
    }
}
