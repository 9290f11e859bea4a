//! An empty one is outside the syntax.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;
use crate::pki::rule;

pub(super) struct NameConstraintsEmpty;

impl Lint for NameConstraintsEmpty {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again with subtrees, or without the extension"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(rule::MALFORMED.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_name_constraint_empty"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::NAME_CONSTRAINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let fields = subject.items(id::NAME_CONSTRAINTS);
        when(fields.iter().all(|field| field.content.is_empty()), || {
            "name constraints that constrain nothing".to_owned()
        })
    }
}
