//! One moment has one encoding.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, times};
use crate::pki::format::der::{Tlv, tag};

pub(super) struct TimeForm;

static RULE: Rule = Rule {
    id: "time-form",
    severity: Severity::Error,
    citation: "RFC 5280 §4.1.2.5",
    summary: "a time until 2049 must be a UTCTime, a later one a GeneralizedTime",
};

impl Lint for TimeForm {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "issue it again with a library that picks the form by the year"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev => Some(Severity::Warning),
            Profile::Private | Profile::Public => Some(RULE.severity),
        }
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_wrong_time_format_pre2050"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let wrong = |(name, time): (&str, &Tlv<'_>)| {
            let early = time.content.get(..4)? < b"2050".as_slice();
            (time.tag == tag::GENERALIZED_TIME && early)
                .then(|| format!("{name} is a GeneralizedTime before 2050"))
        };
        times(subject).into_iter().filter_map(wrong).collect()
    }
}
