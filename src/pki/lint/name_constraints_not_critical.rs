//! A client that does not know them must refuse rather than ignore them. (BR 7.1.2.5.2 lets public CAs
//! choose.)

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct NameConstraintsNotCritical;

static RULE: Rule = Rule {
    id: "name-constraints-not-critical",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.10",
    summary: "name constraints must be critical",
};

impl Lint for NameConstraintsNotCritical {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with nameConstraints marked critical"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &[
            "e_ext_name_constraints_not_critical",
            "w_sub_ca_name_constraints_not_critical",
        ]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::NAME_CONSTRAINTS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.is_critical(id::NAME_CONSTRAINTS), || {
            "name constraints are not critical".to_owned()
        })
    }
}
