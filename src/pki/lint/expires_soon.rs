//! Who renews at the last third has time to notice that renewal fails; at half of that, or 15 days, it is
//! late.

use super::{Lint, Rule, Severity, Subject, Timestamp, day, when};

pub(super) struct ExpiresSoon;

static RULE: Rule = Rule {
    id: "expires-soon",
    severity: Severity::Notice,
    citation: "RFC 9773 §4.2 (renewal windows); practice of ACME clients",
    summary: "a certificate should be renewed before the last third of its life, 30 days at most, is over by half",
};

impl Lint for ExpiresSoon {
    fn rule(&self) -> &'static Rule {
        &RULE
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
