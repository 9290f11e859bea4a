//! Clients that ask for timestamps find none.

use super::{Lint, Rule, Severity, Subject, Timestamp, sct, when};
use crate::pki::anatomy::id;

pub(super) struct SctMalformed;

static RULE: Rule = Rule {
    id: "sct-malformed",
    severity: Severity::Error,
    citation: "RFC 6962 §3.3",
    summary: "a list of signed certificate timestamps must be one",
};

impl Lint for SctMalformed {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "let the CA embed the timestamps as the logs gave them"
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::SCT_LIST)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(!sct::is_whole(subject.cert), || {
            "the list of timestamps cannot be read".to_owned()
        })
    }
}
