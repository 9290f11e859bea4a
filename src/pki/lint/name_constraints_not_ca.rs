//! They bind what stands below.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct NameConstraintsNotCa;

static RULE: Rule = Rule {
    id: "name-constraints-not-ca",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.10",
    summary: "name constraints must only stand in a CA",
};

impl Lint for NameConstraintsNotCa {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again without them"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_name_constraints_not_in_ca"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::NAME_CONSTRAINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.cert.is_ca(), || {
            "name constraints in a certificate that is no CA".to_owned()
        })
    }
}
