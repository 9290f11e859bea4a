//! The limit of the years before 825 days.

use jiff::civil::date;

use super::{DAY, Lint, Profile, Rule, Severity, Subject, Timestamp, family, too_long};

pub(super) struct ValidityOver39Months;

impl Lint for ValidityOver39Months {
    fn rule(&self) -> &'static Rule {
        &family::VALIDITY_TOO_LONG
    }

    fn advice(&self) -> &'static str {
        "issue it for at most 397 days"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(family::VALIDITY_TOO_LONG.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_sub_cert_valid_time_longer_than_39_months"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        too_long(
            subject,
            1187 * DAY + 1,
            (date(2016, 7, 2), Some(date(2018, 3, 2))),
        )
    }
}
