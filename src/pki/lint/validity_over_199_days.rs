//! A day less than the limit of 200 days, for leap seconds and rounding.

use jiff::civil::date;

use super::{DAY, Lint, Profile, Rule, Severity, Subject, Timestamp, family, too_long};

pub(super) struct ValidityOver199Days;

impl Lint for ValidityOver199Days {
    fn rule(&self) -> &'static Rule {
        &family::VALIDITY_NEAR_LIMIT
    }

    fn advice(&self) -> &'static str {
        "issue it for at most 199 days, and automate renewal"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(family::VALIDITY_NEAR_LIMIT.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_server_cert_valid_time_longer_than_199_days"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        too_long(subject, 199 * DAY, (date(2026, 3, 15), Some(date(2027, 3, 15))))
    }
}
