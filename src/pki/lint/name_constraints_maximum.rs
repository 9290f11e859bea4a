//! RFC 5280 uses neither minimum nor maximum; clients ignore or refuse them.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, constraint, when};
use crate::pki::anatomy::id;

pub(super) struct NameConstraintsMaximum;

static RULE: Rule = Rule {
    id: "name-constraints-maximum",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.10",
    summary: "a subtree must not have a maximum",
};

impl Lint for NameConstraintsMaximum {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without the maximum"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_name_constraint_maximum_not_absent"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::NAME_CONSTRAINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let set = constraint::subtrees(subject)
            .iter()
            .filter(|tree| tree.maximum.is_some())
            .count();
        when(set > 0, || format!("{set} subtrees with a maximum"))
    }
}
