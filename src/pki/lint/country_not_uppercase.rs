//! The codes of ISO 3166 are.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};

pub(super) struct CountryNotUppercase;

static RULE: Rule = Rule {
    id: "country-not-uppercase",
    severity: Severity::Error,
    citation: "ISO 3166-1; CABF BR 7.1.4.2",
    summary: "a country must be in capital letters",
};

impl Lint for CountryNotUppercase {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the code in capital letters"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => None,
            Profile::Private => Some(Severity::Notice),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_subj_country_not_uppercase"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let low = |text: &String| text.bytes().any(|b| b.is_ascii_lowercase());
        subject
            .cert
            .subject
            .values("2.5.4.6")
            .filter(low)
            .map(|text| format!("the country is `{text}`"))
            .collect()
    }
}
