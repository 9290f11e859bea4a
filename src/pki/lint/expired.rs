//! Every client refuses it from the second after.

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
        when(now > end, || format!("it expired on {}", day(end)))
    }
}
