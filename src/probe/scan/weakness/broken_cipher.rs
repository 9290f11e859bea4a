//! Ciphers and MACs that are broken in practice: DES, RC2 and MD5, whatever else is wrong with the suite. RC4, no
//! encryption, no authentication and export have files of their own besides.

use super::{WITH_SUITES, Weakness, suites};
use crate::model::{Rule, Severity};
use crate::probe::Evidence;
use crate::wire::suite::Suite;

static RULE: Rule = Rule {
    id: "broken-cipher-accepted",
    severity: Severity::Error,
    citation: "RFC 9325 section 4.1; RFC 8429",
    summary: "a server must not negotiate ciphers with less than 112 bits of security",
};

/// The scan.
pub(in crate::probe::scan) static BROKEN_CIPHER: Weakness = Weakness {
    id: "broken-cipher",
    summary: "DES, RC2 and MD5",
    facts: &[(
        "weaknesses.broken_cipher",
        "whether DES, RC2 or a MAC with MD5 is accepted",
    )],
    rules: &[&RULE],
    message: "broken ciphers are accepted",
    advice: "remove DES, RC2 and MD5 suites",
    versions: WITH_SUITES,
    look,
};

fn look(seen: &Evidence) -> Vec<String> {
    suites(seen, Suite::is_broken)
}
