//! No client reads the common name any more.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::anatomy::id;
use crate::pki::rule;

pub(super) struct SanMissing;

impl Lint for SanMissing {
    fn rule(&self) -> &'static Rule {
        &rule::NO_SAN
    }

    fn advice(&self) -> &'static str {
        "issue it again with the names it is for as alternative names (`tlsctl gen NAME`)"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_missing"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.has(id::SUBJECT_ALT_NAME), || {
            "it has no alternative names".to_owned()
        })
    }
}
