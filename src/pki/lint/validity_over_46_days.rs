//! A day less than the limit of 47 days, for leap seconds and rounding.

use jiff::civil::date;

use super::{DAY, Lint, Profile, Rule, Severity, Subject, Timestamp, family, too_long};

pub(super) struct ValidityOver46Days;

impl Lint for ValidityOver46Days {
    fn rule(&self) -> &'static Rule {
        &family::VALIDITY_NEAR_LIMIT
    }

    fn advice(&self) -> &'static str {
        "issue it for at most 46 days, and automate renewal"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(family::VALIDITY_NEAR_LIMIT.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["w_server_cert_valid_time_longer_than_46_days"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        too_long(subject, 46 * DAY, (date(2029, 3, 15), None))
    }
}
