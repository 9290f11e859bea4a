//! Clients need not read fractions, and many do not.

use super::{Lint, Rule, Subject, Timestamp, times};
use crate::pki::format::der::{Tlv, tag};
use crate::pki::rule;

pub(super) struct GeneralizedTimeFraction;

impl Lint for GeneralizedTimeFraction {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again with times in whole seconds"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_generalized_time_includes_fraction_seconds"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |(name, time): (&str, &Tlv<'_>)| {
            let fraction = time.content.iter().any(|octet| matches!(octet, b'.' | b','));
            (time.tag == tag::GENERALIZED_TIME && fraction)
                .then(|| format!("{name} has a fraction of a second"))
        };
        times(subject).into_iter().filter_map(wrong).collect()
    }
}
