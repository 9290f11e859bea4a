//! The constraint is about the host alone: a scheme, a path or a port matches nothing.

use super::constraint::{self, Subtree};
use super::uri::is_host;
use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};
use crate::pki::anatomy::{GeneralName, id};

pub(super) struct NameConstraintsUri;

static RULE: Rule = Rule {
    id: "name-constraints-uri",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.10",
    summary: "a constraint on URIs must be a host with its domain, or a dot and a domain",
};

impl Lint for NameConstraintsUri {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with `host.example.com` or `.example.com`"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_name_constraint_not_fqdn"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::NAME_CONSTRAINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let odd = |tree: &Subtree<'_>| match tree.base {
            GeneralName::Uri(_) if !is_domain(&tree.base.value()) => {
                Some(format!("the constraint `{}` is no domain", tree.base.value()))
            }
            _ => None,
        };
        constraint::subtrees(subject).iter().filter_map(odd).collect()
    }
}

fn is_domain(text: &str) -> bool {
    let domain = text.strip_prefix('.').unwrap_or(text);
    is_host(domain) && domain.parse::<std::net::IpAddr>().is_err()
}
