//! They say how the subject was validated.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct PoliciesMissing;

static RULE: Rule = Rule {
    id: "policies-missing",
    severity: Severity::Error,
    citation: "CABF BR 7.1.2.7.9",
    summary: "a public leaf must name its policy",
};

impl Lint for PoliciesMissing {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with one of the policies of BR 7.1.6.1"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_sub_cert_certificate_policies_missing"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.has(id::CERTIFICATE_POLICIES), || {
            "it names no policy".to_owned()
        })
    }
}
