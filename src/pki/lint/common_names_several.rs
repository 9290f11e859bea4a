//! Readers differ in which of them they take.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};

pub(super) struct CommonNamesSeveral;

static RULE: Rule = Rule {
    id: "common-names-several",
    severity: Severity::Warning,
    citation: "CABF BR 7.1.4.3",
    summary: "a subject should have one common name",
};

impl Lint for CommonNamesSeveral {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with one common name"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Notice),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_extra_subject_common_names"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let count = subject.common_names().len();
        when(count > 1, || format!("the subject has {count} common names"))
    }
}
