//! A step of the schedule that leads to 47 days. The limit goes by the date of issue.

use jiff::civil::date;

use super::{DAY, Lint, Profile, Rule, Severity, Subject, Timestamp, family, too_long};

pub(super) struct ValidityOver200Days;

impl Lint for ValidityOver200Days {
    fn rule(&self) -> &'static Rule {
        &family::VALIDITY_TOO_LONG
    }

    fn advice(&self) -> &'static str {
        "issue it for at most 199 days, and automate renewal"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(family::VALIDITY_TOO_LONG.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_server_cert_valid_time_longer_than_200_days"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        too_long(subject, 200 * DAY, (date(2026, 3, 15), Some(date(2027, 3, 15))))
    }
}
