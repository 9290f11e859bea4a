//! A step of the schedule that leads to 47 days. The limit goes by the date of issue.

use jiff::civil::date;

use super::{DAY, Lint, Profile, Rule, Severity, Subject, Timestamp, family, too_long};

pub(super) struct ValidityOver47Days;

impl Lint for ValidityOver47Days {
    fn rule(&self) -> &'static Rule {
        &family::VALIDITY_TOO_LONG
    }

    fn advice(&self) -> &'static str {
        "issue it for at most 46 days, and automate renewal"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(family::VALIDITY_TOO_LONG.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_server_cert_valid_time_longer_than_47_days"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        too_long(subject, 47 * DAY, (date(2029, 3, 15), None))
    }
}
