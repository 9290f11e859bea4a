//! RFC 5280 uses neither minimum nor maximum; clients ignore or refuse them.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, constraint, when};
use crate::pki::anatomy::id;

pub(super) struct NameConstraintsMinimum;

static RULE: Rule = Rule {
    id: "name-constraints-minimum",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.10",
    summary: "the minimum of a subtree must be zero",
};

impl Lint for NameConstraintsMinimum {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with an encoder that leaves defaults out"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_name_constraint_minimum_non_zero"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::NAME_CONSTRAINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let set = constraint::subtrees(subject)
            .iter()
            .filter(|tree| {
                tree.minimum
                    .is_some_and(|minimum| minimum.content.iter().any(|octet| *octet != 0))
            })
            .count();
        when(set > 0, || format!("{set} subtrees with a minimum"))
    }
}
