//! Whether it may be ignored is laid down in RFC 5280.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct IssuerAlternativeCritical;

static RULE: Rule = Rule {
    id: "issuer-alternative-critical",
    severity: Severity::Warning,
    citation: "RFC 5280 §4.2.1.7",
    summary: "issuerAltName should not be critical",
};

impl Lint for IssuerAlternativeCritical {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the extension not critical"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Notice),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_ext_ian_critical"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::ISSUER_ALT_NAME)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.is_critical(id::ISSUER_ALT_NAME), || {
            "issuerAltName is critical".to_owned()
        })
    }
}
