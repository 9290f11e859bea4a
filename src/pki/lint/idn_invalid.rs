//! What does not decode is no international name, whatever it looks like.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, dns};

pub(super) struct IdnInvalid;

static RULE: Rule = Rule {
    id: "idn-invalid",
    severity: Severity::Error,
    citation: "RFC 5890 §2.3.2.1; RFC 9549",
    summary: "an A-label must be the encoding of a U-label",
};

impl Lint for IdnInvalid {
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
        &["e_international_dns_name_not_unicode"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.dns_names.is_empty()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let broken = |name: &&String| {
            name.split('.')
                .any(|label| dns::is_a_label(label) && dns::unicode(label).is_none())
        };
        subject
            .dns_names
            .iter()
            .filter(broken)
            .map(|name| format!("`{name}` has an A-label that decodes to nothing"))
            .collect()
    }
}
