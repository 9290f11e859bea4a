//! A server cannot staple what it cannot fetch, and clients then refuse it.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct MustStapleWithoutOcsp;

static RULE: Rule = Rule {
    id: "must-staple-without-ocsp",
    severity: Severity::Notice,
    citation: "RFC 7633 §4.2.3.1",
    summary: "a certificate that asks for stapling must say where its status is",
};

impl Lint for MustStapleWithoutOcsp {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without must-staple, or with an OCSP address"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::TLS_FEATURE)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let asks = subject
            .items(id::TLS_FEATURE)
            .iter()
            .any(|feature| feature.small() == Some(5));
        let told = subject
            .information_access()
            .iter()
            .any(|(method, _)| method == id::ACCESS_OCSP);
        when(asks && !told, || {
            "it must be stapled, and names no OCSP responder".to_owned()
        })
    }
}
