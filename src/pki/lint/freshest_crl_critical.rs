//! Whether it may be ignored is laid down in RFC 5280.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct FreshestCrlCritical;

static RULE: Rule = Rule {
    id: "freshest-crl-critical",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.15",
    summary: "freshestCRL must not be critical",
};

impl Lint for FreshestCrlCritical {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the extension not critical"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_freshest_crl_marked_critical"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::FRESHEST_CRL)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.is_critical(id::FRESHEST_CRL), || {
            "freshestCRL is critical".to_owned()
        })
    }
}
