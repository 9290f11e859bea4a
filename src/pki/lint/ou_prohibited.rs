//! CAs could not validate it, and so gave it up in September 2022.

use jiff::civil::{Date, date};

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};

pub(super) struct OuProhibited;

static RULE: Rule = Rule {
    id: "ou-prohibited",
    severity: Severity::Error,
    citation: "CABF BR 7.1.4.2.2",
    summary: "a public leaf must not have an organisational unit",
};

impl Lint for OuProhibited {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without organizationalUnitName"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_organizational_unit_name_prohibited"]
    }

    fn since(&self) -> Date {
        date(2022, 9, 1)
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let units = subject.cert.subject.values("2.5.4.11");
        units
            .map(|unit| format!("it has the organisational unit `{unit}`"))
            .collect()
    }
}
