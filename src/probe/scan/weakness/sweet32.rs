//! SWEET32: blocks of 64 bits repeat after 32 GiB and then give plaintext away.

use super::{WITH_SUITES, Weakness, suites};
use crate::model::{Rule, Severity};
use crate::probe::Evidence;
use crate::wire::suite::Suite;

static RULE: Rule = Rule {
    id: "sweet32",
    severity: Severity::Warning,
    citation: "CVE-2016-2183; sweet32.info",
    summary: "ciphers with blocks of 64 bits leak plaintext once 32 GiB were sent under one key",
};

/// The scan.
pub(in crate::probe::scan) static SWEET32: Weakness = Weakness {
    id: "sweet32",
    summary: "SWEET32: ciphers with 64-bit blocks",
    facts: &[(
        "weaknesses.sweet32",
        "whether a cipher with 64-bit blocks is accepted",
    )],
    rules: &[&RULE],
    message: "ciphers with 64-bit blocks are accepted",
    advice: "remove 3DES, DES, IDEA and RC2 suites",
    versions: WITH_SUITES,
    look,
};

fn look(seen: &Evidence) -> Vec<String> {
    suites(seen, |suite| Suite::has_small_blocks(*suite))
}
