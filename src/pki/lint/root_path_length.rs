//! It cannot be widened without another root.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp};

pub(super) struct RootPathLength;

static RULE: Rule = Rule {
    id: "root-path-length",
    severity: Severity::Warning,
    citation: "CABF BR 7.1.2.1.4",
    summary: "a root should not have a path length",
};

impl Lint for RootPathLength {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "leave it to the intermediates"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_root_ca_basic_constraints_path_len_constraint_field_present"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_root()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let limit = subject.cert.basic_constraints().and_then(|(_, limit)| limit);
        limit
            .map(|limit| format!("the root has a path length of {limit}"))
            .into_iter()
            .collect()
    }
}
