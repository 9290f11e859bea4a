//! The timestamps are about the precertificate: it cannot hold them.

use super::{Lint, Rule, Severity, Subject, Timestamp, when};
use crate::pki::anatomy::id;

pub(super) struct PrecertificateWithScts;

static RULE: Rule = Rule {
    id: "precertificate-with-scts",
    severity: Severity::Error,
    citation: "RFC 6962 §3.1, §3.3",
    summary: "a precertificate must not hold timestamps",
};

impl Lint for PrecertificateWithScts {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "leave the list out of what is sent to the logs"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_precert_with_sct_list"]
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        subject.has(id::CT_POISON)
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        when(subject.has(id::SCT_LIST), || {
            "a precertificate with timestamps".to_owned()
        })
    }
}
