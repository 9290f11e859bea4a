//! A negative limit means nothing, and parsers refuse it.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::anatomy::id;
use crate::pki::format::der::tag;
use crate::pki::rule;

pub(super) struct PathLengthNegative;

impl Lint for PathLengthNegative {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again with a path length of 0 or more"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_path_len_constraint_zero_or_less"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::BASIC_CONSTRAINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let negative = subject.items(id::BASIC_CONSTRAINTS).iter().any(|field| {
            field.tag == tag::INTEGER && field.content.first().is_some_and(|first| *first >= 0x80)
        });
        when(negative, || "the path length is negative".to_owned())
    }
}
