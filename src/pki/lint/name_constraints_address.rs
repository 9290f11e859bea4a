//! Clients refuse everything below a constraint that they cannot read.

use super::constraint::Subtree;
use super::{Lint, Rule, Subject, Timestamp, address, constraint};
use crate::pki::anatomy::{GeneralName, id};
use crate::pki::rule;

pub(super) struct NameConstraintsAddress;

impl Lint for NameConstraintsAddress {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again with 8 or 32 octets: address, then mask"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::NAME_CONSTRAINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let odd = |tree: &Subtree<'_>| match tree.base {
            GeneralName::Ip(octets) if !address::is_network(octets) => Some(format!(
                "an address constraint of {} octets that is no network",
                octets.len()
            )),
            _ => None,
        };
        constraint::subtrees(subject).iter().filter_map(odd).collect()
    }
}
