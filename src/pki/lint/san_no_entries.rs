//! An empty list is outside the syntax, and names nobody.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::anatomy::id;
use crate::pki::rule;

pub(super) struct SanNoEntries;

impl Lint for SanNoEntries {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again with the names it is for"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_no_entries"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_ALT_NAME)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let empty = subject.sans.as_ref().is_some_and(Vec::is_empty);
        when(empty, || "subjectAltName is there and empty".to_owned())
    }
}
