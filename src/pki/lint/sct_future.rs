//! Clients must refuse a timestamp from the future.

use super::{Lint, Rule, Severity, Subject, Timestamp, sct, when};
use crate::pki::anatomy::id;

pub(super) struct SctFuture;

static RULE: Rule = Rule {
    id: "sct-future",
    severity: Severity::Error,
    citation: "RFC 6962 §3.4",
    summary: "a timestamp must not lie in the future",
};

impl Lint for SctFuture {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "check the clocks; a log that is ahead is no log to trust"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SCT_LIST)
    }

    fn check(&self, subject: &Subject<'_>, now: Timestamp) -> Vec<String> {
        let later = sct::list(subject.cert)
            .iter()
            .filter(|sct| sct.millisecond > now.as_millisecond())
            .count();
        when(later > 0, || format!("{later} timestamps from the future"))
    }
}
