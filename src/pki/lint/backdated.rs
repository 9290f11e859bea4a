//! Backdating evades rules that go by the date of issue. The first signed certificate timestamp tells when
//! it was signed.

use super::{Lint, Profile, Rule, Severity, Subject, Timestamp, sct, when};
use crate::pki::anatomy::id;

pub(super) struct Backdated;

static RULE: Rule = Rule {
    id: "backdated",
    severity: Severity::Error,
    citation: "CABF BR 7.1.2.7",
    summary: "a certificate must not begin more than 48 hours before it was signed",
};

impl Lint for Backdated {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "let the CA set notBefore to the time of signing"
    }

    fn severity(&self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Dev | Profile::Private => None,
            Profile::Public => Some(RULE.severity),
        }
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.is_leaf() && subject.has(id::SCT_LIST)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let first = sct::list(subject.cert)
            .iter()
            .map(|sct| sct.millisecond / 1_000)
            .min();
        let (Some((start, _)), Some(signed)) = (subject.cert.validity(), first) else {
            return Vec::new();
        };
        let hours = (signed - start.as_second()) / 3_600;
        when(hours > 48, || {
            format!("it begins {hours} hours before its first timestamp")
        })
    }
}
