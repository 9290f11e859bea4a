//! A day less than the limit of 398 days: leap seconds and rounding have made CAs miss it.

use jiff::civil::date;

use super::{DAY, Lint, Profile, Rule, Severity, Subject, Timestamp, family, too_long};

pub(super) struct ValidityOver397Days;

impl Lint for ValidityOver397Days {
    fn rule(&self) -> &'static Rule {
        &family::VALIDITY_NEAR_LIMIT
    }

    fn advice(&self) -> &'static str {
        "issue it for at most 397 days"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(family::VALIDITY_NEAR_LIMIT.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_tls_server_cert_valid_time_longer_than_397_days"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        too_long(subject, 397 * DAY, (date(2020, 9, 1), Some(date(2026, 3, 15))))
    }
}
