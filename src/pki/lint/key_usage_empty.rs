//! A key that may be used for nothing is of no use.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::rule;

pub(super) struct KeyUsageEmpty;

impl Lint for KeyUsageEmpty {
    fn rule(&self) -> &'static Rule {
        &rule::KEY_USAGE_EMPTY
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
