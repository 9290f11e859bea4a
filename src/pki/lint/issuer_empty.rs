//! Clients find the issuer by its name.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};

pub(super) struct IssuerEmpty;

static RULE: Rule = Rule {
    id: "issuer-empty",
    severity: Severity::Error,
    citation: "RFC 5280 §4.1.2.4",
    summary: "the issuer must have a name",
};

impl Lint for IssuerEmpty {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again from a CA that has a subject"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_issuer_field_empty"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.cert.issuer.is_empty(), || {
            "the issuer's name is empty".to_owned()
        })
    }
}
