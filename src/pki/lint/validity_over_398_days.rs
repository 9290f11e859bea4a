//! Apple, Chrome and Mozilla refuse longer ones from public CAs. The limit goes by the date of issue.

use jiff::civil::date;

use super::{DAY, Lint, Profile, Rule, Severity, Subject, Timestamp, family, too_long};

pub(super) struct ValidityOver398Days;

impl Lint for ValidityOver398Days {
    fn rule(&self) -> &'static Rule {
        &family::VALIDITY_TOO_LONG
    }

    fn advice(&self) -> &'static str {
        "issue it for at most 397 days, and automate renewal"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(family::VALIDITY_TOO_LONG.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_tls_server_cert_valid_time_longer_than_398_days"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_server_leaf()
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        too_long(subject, 398 * DAY, (date(2020, 9, 1), Some(date(2026, 3, 15))))
    }
}
