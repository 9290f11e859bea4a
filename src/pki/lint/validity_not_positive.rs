//! Such a certificate is valid at no time.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};

pub(super) struct ValidityNotPositive;

static RULE: Rule = Rule {
    id: "validity-not-positive",
    severity: Severity::Error,
    citation: "RFC 5280 §4.1.2.5",
    summary: "the validity must not end before it begins",
};

impl Lint for ValidityNotPositive {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with notAfter after notBefore"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_validity_time_not_positive"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let reversed = subject.cert.validity().is_some_and(|(start, end)| start > end);
        when(reversed, || "notAfter is before notBefore".to_owned())
    }
}
