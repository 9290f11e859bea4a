//! Where a CA has had several keys, the identifier tells which of them signed the list.

use super::{CrlLint, List, Profile, Rule, Severity, Timestamp};
use crate::pki::anatomy::id;
use crate::pki::lint::when;

pub(super) struct AuthorityKeyId;

static RULE: Rule = Rule {
    id: "crl-aki-missing",
    severity: Severity::Error,
    citation: "RFC 5280 §5.2.1",
    summary: "a revocation list must have an authority key identifier",
};

impl CrlLint for AuthorityKeyId {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue the list again with authorityKeyIdentifier"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        Some(match profile {
            Profile::Dev => Severity::Warning,
            Profile::Private | Profile::Public => RULE.severity,
        })
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_crl_has_authority_key_identifier"]
    }

    fn check(&self, list: &List<'_>, _: Timestamp) -> Vec<String> {
        let told = list.extension(id::AUTHORITY_KEY_ID).is_some();
        when(!told, || "the list has no authority key identifier".to_owned())
    }
}
