//! Every client refuses it from the second after. Where the same CA is at hand with a later end, clients
//! take that one.

use super::{Lint, Rule, Subject, Timestamp, day, when};
use crate::pki::rule;

pub(super) struct Expired;

impl Lint for Expired {
    fn rule(&self) -> &'static Rule {
        &rule::EXPIRED
    }

    fn advice(&self) -> &'static str {
        "renew it"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        !subject.is_root()
    }

    fn check(&self, subject: &Subject<'_>, now: Timestamp) -> Vec<String> {
        let Some((_, end)) = subject.cert.validity() else {
            return Vec::new();
        };
        let renewed = subject.twins.iter().any(|twin| {
            twin.validity()
                .is_some_and(|(start, end)| start <= now && now <= end)
        });
        when(now > end && !renewed, || format!("it expired on {}", day(end)))
    }
}
