//! Where two CAs share a name, clients find the right one by it.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct AkiMissing;

static RULE: Rule = Rule {
    id: "aki-missing",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.1",
    summary: "a certificate that another signed must have an authority key identifier",
};

impl Lint for AkiMissing {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with authorityKeyIdentifier"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_authority_key_identifier_missing"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.cert.is_self_issued()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.has(id::AUTHORITY_KEY_ID), || {
            "it has no authority key identifier".to_owned()
        })
    }
}
