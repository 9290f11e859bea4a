//! They were for reusing names, which nobody may, and some parsers refuse them.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};

pub(super) struct UniqueIdentifier;

static RULE: Rule = Rule {
    id: "unique-identifier",
    severity: Severity::Error,
    citation: "RFC 5280 §4.1.2.8",
    summary: "a certificate must not have unique identifiers",
};

impl Lint for UniqueIdentifier {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without issuerUniqueID and subjectUniqueID"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_cert_contains_unique_identifier"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.cert.unique_ids, || {
            "it has an issuer or subject unique identifier".to_owned()
        })
    }
}
