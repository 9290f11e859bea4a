//! After the CA has expired the chain is refused, whatever the leaf says.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::Anatomy;

pub(super) struct OutlivesIssuer;

static RULE: Rule = Rule {
    id: "outlives-issuer",
    severity: Severity::Warning,
    citation: "RFC 5280 §6.1.3 (a)(2); practice",
    summary: "a certificate should not outlive its issuer",
};

impl Lint for OutlivesIssuer {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it for a shorter time, or renew the CA first"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.issuer.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let ends = |cert: &Anatomy<'_>| cert.validity().map(|(_, end)| end);
        let issuer = subject.issuer.and_then(ends);
        let longer = matches!((ends(subject.cert), issuer), (Some(own), Some(issuer)) if own > issuer);
        when(longer, || {
            "it is valid for longer than the CA that signed it".to_owned()
        })
    }
}
