//! A key that may be used for nothing is of no use.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};

pub(super) struct KeyUsageEmpty;

static RULE: Rule = Rule {
    id: "key-usage-empty",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.3",
    summary: "key usage must have a bit set",
};

impl Lint for KeyUsageEmpty {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the uses of the key, or without the extension"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_key_usage_without_bits"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.usage.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.usage == Some(0), || "keyUsage has no bit set".to_owned())
    }
}
