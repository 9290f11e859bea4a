//! OpenSSL and others refuse to read or write a longer one.

use super::{Lint, Rule, Severity, Subject, Timestamp};

pub(super) struct CommonNameTooLong;

static RULE: Rule = Rule {
    id: "common-name-too-long",
    severity: Severity::Error,
    citation: "RFC 5280 §A.1 (ub-common-name)",
    summary: "a common name must have at most 64 characters",
};

impl Lint for CommonNameTooLong {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with a shorter common name, or none"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_subject_common_name_max_length"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let names = subject
            .common_names()
            .into_iter()
            .filter(|name| name.chars().count() > 64);
        names
            .map(|name| format!("the common name has {} characters", name.chars().count()))
            .collect()
    }
}
