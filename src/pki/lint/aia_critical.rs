//! It is a hint for finding the issuer.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct AiaCritical;

static RULE: Rule = Rule {
    id: "aia-critical",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.2.1",
    summary: "authority information access must not be critical",
};

impl Lint for AiaCritical {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with the extension not critical"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &[
            "e_ext_aia_marked_critical",
            "e_sub_cert_aia_marked_critical",
            "e_sub_ca_aia_marked_critical",
        ]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::AUTHORITY_INFO_ACCESS)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.is_critical(id::AUTHORITY_INFO_ACCESS), || {
            "authority information access is critical".to_owned()
        })
    }
}
