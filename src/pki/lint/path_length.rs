//! Clients refuse every chain through it.

use super::{Lint, Rule, Subject, Timestamp, when};
use crate::pki::rule;

pub(super) struct PathLength;

impl Lint for PathLength {
    fn rule(&self) -> &'static Rule {
        &rule::PATH_LENGTH
    }

    fn advice(&self) -> &'static str {
        "raise the path length of the CA, or issue below another one"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_intermediate()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let none_below = subject.issuer.is_some_and(|issuer| {
            issuer
                .basic_constraints()
                .is_some_and(|(_, limit)| limit == Some(0))
        });
        when(none_below, || {
            "the CA that signed it allows no CA below".to_owned()
        })
    }
}
