//! Nothing may rely on it, and it is limited to 64 characters.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};

pub(super) struct CommonNameIncluded;

static RULE: Rule = Rule {
    id: "common-name-included",
    severity: Severity::Notice,
    citation: "CABF BR 7.1.4.3",
    summary: "the common name is discouraged",
};

impl Lint for CommonNameIncluded {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "leave the common name out: the alternative names suffice"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["n_subject_common_name_included"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.common_names().is_empty(), || {
            "it has a common name".to_owned()
        })
    }
}
