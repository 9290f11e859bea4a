//! Some verifiers compare bytes and find no issuer.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::rule;

pub(super) struct IssuerNameFolded;

impl Lint for IssuerNameFolded {
    fn rule(&self) -> &'static Rule {
        &rule::ISSUER_NAME_FOLDED
    }

    fn advice(&self) -> &'static str {
        "issue it again with the issuer copied byte for byte from the CA"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.issuer.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let differs = subject
            .issuer
            .is_some_and(|issuer| issuer.subject.raw.full != subject.cert.issuer.raw.full);
        when(differs, || {
            "issuer and the CA's subject are written differently".to_owned()
        })
    }
}
