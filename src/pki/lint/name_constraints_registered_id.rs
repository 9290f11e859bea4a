//! Clients cannot apply it, and must then refuse, or ignore it.

use super::constraint::{self, Subtree};
use super::{Lint, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::{GeneralName, id};

pub(super) struct NameConstraintsRegisteredId;

static RULE: Rule = Rule {
    id: "name-constraints-registered-id",
    severity: Severity::Warning,
    citation: "RFC 5280 §4.2.1.10",
    summary: "name constraints should not be about registered ids",
};

impl Lint for NameConstraintsRegisteredId {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without the subtree"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_name_constraint_on_registered_id"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::NAME_CONSTRAINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let about = |tree: &&Subtree<'_>| matches!(tree.base, GeneralName::RegisteredId(_));
        let count = constraint::subtrees(subject).iter().filter(about).count();
        when(count > 0, || format!("{count} subtrees about registered ids"))
    }
}
