//! BEAST: predictable IVs up to TLS 1.0, which clients have worked around since 2012.

use super::{Weakness, in_version};
use crate::model::{Rule, Severity};
use crate::probe::Evidence;
use crate::wire::version::Version;

static RULE: Rule = Rule {
    id: "beast",
    severity: Severity::Notice,
    citation: "CVE-2011-3389; RFC 5246 section F.3",
    summary: "CBC up to TLS 1.0 takes the last block for the next IV, which a script in the client can use",
};

/// The scan.
pub(in crate::probe::scan) static BEAST: Weakness = Weakness {
    id: "beast",
    summary: "BEAST: CBC up to TLS 1.0",
    facts: &[(
        "weaknesses.beast",
        "whether TLS 1.0 or SSL 3.0 is spoken with a CBC suite",
    )],
    rules: &[&RULE],
    message: "CBC is accepted in TLS 1.0 or SSL 3.0; browsers work around it",
    advice: "turn TLS 1.0 and SSL 3.0 off",
    versions: &[Version::TLS1_0, Version::SSL3],
    look,
};

fn look(seen: &Evidence) -> Vec<String> {
    let mut shown = in_version(seen, Version::TLS1_0);
    shown.extend(in_version(seen, Version::SSL3));
    shown
}
