//! Apple's systems refuse longer ones even from a root that the user installed.

use jiff::civil::date;

use super::{DAY, Lint, Profile, Rule, Severity, Subject, Timestamp, family, too_long};

pub(super) struct ValidityOver825Days;

impl Lint for ValidityOver825Days {
    fn rule(&self) -> &'static Rule {
        &family::VALIDITY_TOO_LONG
    }

    fn advice(&self) -> &'static str {
        "issue it for at most 825 days; 397 suit everyone"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => Some(Severity::Warning),
            Profile::Public => Some(family::VALIDITY_TOO_LONG.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_sub_cert_valid_time_longer_than_825_days"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        too_long(subject, 825 * DAY + 1, (date(2018, 3, 2), None))
    }
}
