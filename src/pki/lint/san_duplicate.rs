//! Harmless, but somebody meant another name.

use super::{Lint, Rule, Severity, Subject, Timestamp};
use crate::pki::anatomy::{GeneralName, id};

pub(super) struct SanDuplicate;

static RULE: Rule = Rule {
    id: "san-duplicate",
    severity: Severity::Notice,
    citation: "none: good practice",
    summary: "an alternative name should be there once",
};

impl Lint for SanDuplicate {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with each name once"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["n_san_dns_name_duplicate"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_ALT_NAME)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let mut seen = std::collections::HashSet::new();
        let again = |name: &&GeneralName<'_>| !seen.insert(name.to_string().to_ascii_lowercase());
        let names = subject.sans.iter().flatten();
        names
            .filter(again)
            .map(|name| format!("{name} is there more than once"))
            .collect()
    }
}
