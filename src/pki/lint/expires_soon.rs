//! Who renews at the last third has time to notice that renewal fails; at half of that, or 15 days, it is
//! late.

use super::{Lint, Rule, Subject, Timestamp, day, when};
use crate::pki::rule;

pub(super) struct ExpiresSoon;

impl Lint for ExpiresSoon {
    fn rule(&self) -> &'static Rule {
        &rule::EXPIRES_SOON
    }

    fn advice(&self) -> &'static str {
        "renew it now, and automate it"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf()
    }

    fn check(&self, subject: &Subject<'_>, now: Timestamp) -> Vec<String> {
        let Some((start, end)) = subject.cert.validity() else {
            return Vec::new();
        };
        let left = end.as_second() - now.as_second();
        let late = ((end.as_second() - start.as_second()) / 6).min(15 * 86_400);
        when(now >= start && left >= 0 && left < late, || {
            format!("it expires on {}, in {} hours", day(end), left / 3_600)
        })
    }
}
