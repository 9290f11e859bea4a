//! No client reads the common name: who put a host there expects it to count.

use std::net::IpAddr;

use jiff::civil::{Date, date};

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};
use crate::pki::anatomy::GeneralName;

pub(super) struct CommonNameNotInSan;

static RULE: Rule = Rule {
    id: "common-name-not-in-san",
    severity: Severity::Warning,
    citation: "CABF BR 7.1.4.3",
    summary: "the common name of a server should be one of its alternative names",
};

impl Lint for CommonNameNotInSan {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the name among the alternative names, or without a common name"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(RULE.severity),
            Profile::Public => Some(Severity::Error),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_subject_common_name_not_from_san"]
    }

    fn since(&self) -> Date {
        date(2012, 7, 1)
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf() && subject.is_for_servers() && looks_like_host(subject)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let listed = |name: &String| {
            let found = subject.sans.iter().flatten().any(|san| {
                matches!(san, GeneralName::Dns(_) | GeneralName::Ip(_))
                    && san.value().eq_ignore_ascii_case(name)
            });
            found
                || name.parse::<IpAddr>().is_ok_and(|ip| {
                    subject
                        .sans
                        .iter()
                        .flatten()
                        .any(|san| san.value() == ip.to_string())
                })
        };
        let names = subject.common_names();
        names
            .iter()
            .filter(|name| !name.is_empty() && !listed(name))
            .map(|name| format!("the common name `{name}` is not among the alternative names"))
            .collect()
    }
}

/// Below the public profile a common name may be a title for people: only what reads like a host counts.
fn looks_like_host(subject: &Subject<'_>) -> bool {
    let hostlike = |name: &String| name.contains('.') && !name.contains(' ');
    subject.profile == Profile::Public || subject.common_names().iter().any(hostlike)
}
