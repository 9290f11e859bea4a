//! Every client refuses it until then; a wrong clock is the usual cause.

use super::{Lint, Rule, Subject, Timestamp, day, when};
use crate::pki::rule;

pub(super) struct NotYetValid;

impl Lint for NotYetValid {
    fn rule(&self) -> &'static Rule {
        &rule::NOT_YET_VALID
    }

    fn advice(&self) -> &'static str {
        "wait, or check the clocks of the machine and of the CA"
    }

    fn check(&self, subject: &Subject<'_>, now: Timestamp) -> Vec<String> {
        let Some((start, _)) = subject.cert.validity() else {
            return Vec::new();
        };
        when(now < start, || format!("it is not valid before {}", day(start)))
    }
}
