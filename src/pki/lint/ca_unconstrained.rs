//! Whoever gets the key of a root in a trust store can sign for any host on the Internet.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct CaUnconstrained;

static RULE: Rule = Rule {
    id: "ca-unconstrained",
    severity: Severity::Notice,
    citation: "RFC 5280 §4.2.1.10",
    summary: "a development CA should be limited to the names that it is for",
};

impl Lint for CaUnconstrained {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "make the CA with name constraints"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Notice),
            Profile::Public => None,
        }
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_root()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.has(id::NAME_CONSTRAINTS), || {
            "the root may sign for every name".to_owned()
        })
    }
}
