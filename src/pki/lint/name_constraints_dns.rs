//! OpenSSL takes a leading dot, Go and others differ; a wildcard matches nothing.

use super::constraint::{self, Subtree};
use super::{Lint, Rule, Severity, Subject, Timestamp};
use crate::pki::anatomy::{GeneralName, id};

pub(super) struct NameConstraintsDns;

static RULE: Rule = Rule {
    id: "name-constraints-dns",
    severity: Severity::Warning,
    citation: "RFC 5280 §4.2.1.10",
    summary: "a DNS constraint should be a plain domain",
};

impl Lint for NameConstraintsDns {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without dot, wildcard or port: `example.com` covers what is below"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::NAME_CONSTRAINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let odd = |tree: &Subtree<'_>| match tree.base {
            GeneralName::Dns(octets) if !octets.is_empty() && !is_domain(octets) => {
                Some(format!("the constraint `{}` is no domain", tree.base.value()))
            }
            _ => None,
        };
        constraint::subtrees(subject).iter().filter_map(odd).collect()
    }
}

fn is_domain(octets: &[u8]) -> bool {
    let label = |label: &[u8]| {
        !label.is_empty()
            && label.len() <= 63
            && label
                .iter()
                .all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'))
    };
    octets.split(|octet| *octet == b'.').all(label)
}
