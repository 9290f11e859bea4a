//! An empty list is outside the syntax; Chrome refuses it.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;
use crate::pki::format::der::{single, tag};

pub(super) struct SctListEmpty;

static RULE: Rule = Rule {
    id: "sct-list-empty",
    severity: Severity::Error,
    citation: "RFC 6962 §3.3",
    summary: "a list of signed certificate timestamps must have an entry",
};

impl Lint for SctListEmpty {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without the extension"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_empty_sct_list"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SCT_LIST)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let value = subject
            .cert
            .extension(id::SCT_LIST)
            .map(|extension| extension.value.content);
        let inner = value.and_then(|value| single(value, tag::OCTET_STRING, "the list").ok());
        let empty = inner.is_some_and(|list| list.content.len() <= 2);
        when(empty, || "the list of timestamps is empty".to_owned())
    }
}
