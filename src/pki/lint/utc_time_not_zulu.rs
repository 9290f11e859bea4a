//! With another offset, or none, clients read another moment or refuse.

use super::{Lint, Rule, Subject, Timestamp, times};
use crate::pki::format::der::{Tlv, tag};
use crate::pki::rule;

pub(super) struct UtcTimeNotZulu;

impl Lint for UtcTimeNotZulu {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again with times in UTC"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_utc_time_not_in_zulu"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |(name, time): (&str, &Tlv<'_>)| {
            let local = time.tag == tag::UTC_TIME && !time.content.ends_with(b"Z");
            local.then(|| format!("{name} is not in UTC"))
        };
        times(subject).into_iter().filter_map(wrong).collect()
    }
}
