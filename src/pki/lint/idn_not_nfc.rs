//! Two encodings of one name would be two names that look the same.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, dns};

pub(super) struct IdnNotNfc;

static RULE: Rule = Rule {
    id: "idn-not-nfc",
    severity: Severity::Error,
    citation: "RFC 5891 §5.3; RFC 9549",
    summary: "an A-label must decode to text in Unicode's normal form C",
};

impl Lint for IdnNotNfc {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the A-label that the registry gave"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_international_dns_name_not_nfc"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let odd = |label: &str| {
            dns::is_a_label(label) && dns::unicode(label).is_some_and(|text| !dns::is_normal(&text))
        };
        let broken = |name: &&String| name.split('.').any(odd);
        subject
            .dns_names
            .iter()
            .filter(broken)
            .map(|name| format!("`{name}` has an A-label that is not normalised"))
            .collect()
    }
}
