//! Somebody changed it, or signed it with another key than that of the CA whose name and key identifier it
//! bears.

use super::pool::is_signed_by;
use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::rule;

pub(super) struct BadSignature;

impl Lint for BadSignature {
    fn rule(&self) -> &'static Rule {
        &rule::BAD_SIGNATURE
    }

    fn advice(&self) -> &'static str {
        "do not use it; issue it again if the CA is yours"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.issuer.is_some()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = subject
            .issuer
            .is_some_and(|issuer| is_signed_by(subject.cert, issuer) == Some(false));
        when(wrong, || {
            "its signature is not of the key of its issuer".to_owned()
        })
    }
}
