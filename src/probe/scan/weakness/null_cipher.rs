//! Suites that authenticate and do not encrypt (RFC 9325 §4.1).

use super::{WITH_SUITES, Weakness, suites};
use crate::model::{Rule, Severity};
use crate::probe::Evidence;
use crate::wire::suite::Strength;

static RULE: Rule = Rule {
    id: "null-cipher-accepted",
    severity: Severity::Error,
    citation: "RFC 9325 section 4.1",
    summary: "a server must not negotiate suites without encryption",
};

/// The scan.
pub(in crate::probe::scan) static NULL_CIPHER: Weakness = Weakness {
    id: "null-cipher",
    summary: "suites that do not encrypt",
    facts: &[(
        "weaknesses.null_cipher",
        "whether a suite without encryption is accepted",
    )],
    rules: &[&RULE],
    message: "suites without encryption are accepted",
    advice: "remove NULL suites; in OpenSSL, add :!eNULL",
    versions: WITH_SUITES,
    look,
};

fn look(seen: &Evidence) -> Vec<String> {
    suites(seen, |suite| suite.strength() == Strength::Null)
}
