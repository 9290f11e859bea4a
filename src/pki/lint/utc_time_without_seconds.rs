//! DER and RFC 5280 have one form, YYMMDDHHMMSSZ.

use super::{Lint, Rule, Subject, Timestamp, times};
use crate::pki::format::der::{Tlv, tag};
use crate::pki::rule;

pub(super) struct UtcTimeWithoutSeconds;

impl Lint for UtcTimeWithoutSeconds {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again with times to the second"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_utc_time_does_not_include_seconds"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |(name, time): (&str, &Tlv<'_>)| {
            let short = time.tag == tag::UTC_TIME
                && time
                    .content
                    .iter()
                    .take_while(|octet| octet.is_ascii_digit())
                    .count()
                    < 12;
            short.then(|| format!("{name} has no seconds"))
        };
        times(subject).into_iter().filter_map(wrong).collect()
    }
}
