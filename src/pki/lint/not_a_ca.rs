//! Clients refuse what a certificate signed that is no CA.

use super::{Lint, Rule, Subject, Timestamp};
use crate::pki::rule;

pub(super) struct NotACa;

impl Lint for NotACa {
    fn rule(&self) -> &'static Rule {
        &rule::NOT_A_CA
    }

    fn advice(&self) -> &'static str {
        "have a CA sign it"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.issuer.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let no_ca = subject.issuer.filter(|issuer| !issuer.is_ca());
        no_ca
            .map(|issuer| format!("`{}`, which signed it, is no CA", issuer.title()))
            .into_iter()
            .collect()
    }
}
