//! RC4, whose biases give plaintext away (RFC 7465).

use super::{WITH_SUITES, Weakness, suites};
use crate::model::{Rule, Severity};
use crate::probe::Evidence;
use crate::wire::suite::Suite;

static RULE: Rule = Rule {
    id: "rc4-accepted",
    severity: Severity::Error,
    citation: "RFC 7465 section 2",
    summary: "a server must not negotiate RC4",
};

/// The scan.
pub(in crate::probe::scan) static RC4: Weakness = Weakness {
    id: "rc4",
    summary: "RC4",
    facts: &[("weaknesses.rc4", "whether RC4 is accepted")],
    rules: &[&RULE],
    message: "RC4 is accepted",
    advice: "remove RC4 suites",
    versions: WITH_SUITES,
    look,
};

fn look(seen: &Evidence) -> Vec<String> {
    suites(seen, |suite| Suite::is_rc4(*suite))
}
