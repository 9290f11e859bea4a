//! Without it nobody knows how long the list holds; OpenSSL and Go then take it for ever.

use super::{CrlLint, List, Profile, Rule, Severity, Timestamp};
use crate::pki::lint::when;

pub(super) struct NextUpdate;

static RULE: Rule = Rule {
    id: "crl-next-update-missing",
    severity: Severity::Error,
    citation: "RFC 5280 §5.1.2.5",
    summary: "a revocation list must say when the next one comes",
};

impl CrlLint for NextUpdate {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue the list again with nextUpdate"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        Some(match profile {
            Profile::Dev => Severity::Warning,
            Profile::Private | Profile::Public => RULE.severity,
        })
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_crl_has_next_update"]
    }

    fn check(&self, list: &List<'_>, _: Timestamp) -> Vec<String> {
        when(list.next_update.is_none(), || {
            "the list does not say when the next one comes".to_owned()
        })
    }
}
