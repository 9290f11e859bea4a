//! What does not decode is no international name, whatever it looks like; nor is a picture a letter.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, dns};

pub(super) struct IdnInvalid;

static RULE: Rule = Rule {
    id: "idn-invalid",
    severity: Severity::Error,
    citation: "RFC 5890 §2.3.2.1; RFC 5892 §3; RFC 9549",
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
        let labels = subject.dns_names.iter().flat_map(|name| {
            let labels = name.split('.').filter(|label| dns::is_a_label(label));
            labels.map(move |label| (name, dns::unicode(label)))
        });
        labels
            .filter_map(|(name, decoded)| match decoded {
                None => Some(format!("`{name}` has an A-label that decodes to nothing")),
                Some(text) if text.chars().any(is_pictograph) => {
                    Some(format!("`{name}` has an A-label that decodes to a pictograph"))
                }
                Some(_) => None,
            })
            .collect()
    }
}

/// The blocks of symbols that people write as emoji: all of them are DISALLOWED in labels (RFC 5892 §3).
fn is_pictograph(letter: char) -> bool {
    matches!(letter, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}')
}
