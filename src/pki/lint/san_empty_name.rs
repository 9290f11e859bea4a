//! An empty name matches nothing, and some parsers refuse the whole list.

use super::{Lint, Rule, Subject, Timestamp, family, when};
use crate::pki::anatomy::id;

pub(super) struct SanEmptyName;

impl Lint for SanEmptyName {
    fn rule(&self) -> &'static Rule {
        &family::DNS_NAME_INVALID
    }

    fn advice(&self) -> &'static str {
        "issue it again without the empty name"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_san_empty_name"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SUBJECT_ALT_NAME)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let empty = subject
            .items(id::SUBJECT_ALT_NAME)
            .iter()
            .any(|name| name.content.is_empty());
        when(empty, || "one of the alternative names is empty".to_owned())
    }
}
