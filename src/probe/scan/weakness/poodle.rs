//! POODLE: the padding of CBC in SSL 3.0 is checked by nobody.

use super::{Weakness, in_version};
use crate::model::{Rule, Severity};
use crate::probe::Evidence;
use crate::wire::version::Version;

static RULE: Rule = Rule {
    id: "poodle",
    severity: Severity::Error,
    citation: "CVE-2014-3566; RFC 7568 section 4",
    summary: "the padding of SSL 3.0 is not protected, and gives plaintext away",
};

/// The scan.
pub(in crate::probe::scan) static POODLE: Weakness = Weakness {
    id: "poodle",
    summary: "POODLE: CBC in SSL 3.0",
    facts: &[("weaknesses.poodle", "whether SSL 3.0 is spoken with a CBC suite")],
    rules: &[&RULE],
    message: "SSL 3.0 is spoken with CBC suites",
    advice: "turn SSL 3.0 off",
    versions: &[Version::SSL3],
    look,
};

fn look(seen: &Evidence) -> Vec<String> {
    in_version(seen, Version::SSL3)
}
