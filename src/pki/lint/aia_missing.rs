//! Clients complete chains with it.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct AiaMissing;

static RULE: Rule = Rule {
    id: "aia-missing",
    severity: Severity::Error,
    citation: "CABF BR 7.1.2.7.7",
    summary: "a public leaf must say where its issuer is",
};

impl Lint for AiaMissing {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with authorityInfoAccess"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_sub_cert_aia_missing"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!subject.has(id::AUTHORITY_INFO_ACCESS), || {
            "it has no authority information access".to_owned()
        })
    }
}
