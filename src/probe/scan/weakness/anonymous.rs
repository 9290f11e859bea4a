//! Suites without a certificate, under which anyone in between can be the server (RFC 9325 §4.1).

use super::{WITH_SUITES, Weakness, suites};
use crate::model::{Rule, Severity};
use crate::probe::Evidence;
use crate::wire::suite::Authentication;

static RULE: Rule = Rule {
    id: "anonymous-cipher-accepted",
    severity: Severity::Error,
    citation: "RFC 9325 section 4.1",
    summary: "a server must not negotiate suites without authentication",
};

/// The scan.
pub(in crate::probe::scan) static ANONYMOUS: Weakness = Weakness {
    id: "anonymous-cipher",
    summary: "suites in which nobody knows who the server is",
    facts: &[(
        "weaknesses.anonymous_cipher",
        "whether a suite without a certificate is accepted",
    )],
    rules: &[&RULE],
    message: "suites without a certificate are accepted: anyone in between can be the server",
    advice: "remove anonymous suites; in OpenSSL, add :!aNULL",
    versions: WITH_SUITES,
    look,
};

fn look(seen: &Evidence) -> Vec<String> {
    suites(seen, |suite| suite.authentication() == Authentication::Anonymous)
}
