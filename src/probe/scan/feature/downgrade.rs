//! The mark in the server's random that tells a client of TLS 1.3 that somebody made it speak less
//! (RFC 8446 §4.1.3).

use super::classic;
use crate::model::{Finding, Rule, Section, Severity};
use crate::probe::Evidence;
use crate::probe::scan::proof;
use crate::probe::scan::simple::Simple;
use crate::probe::survey::answer::Answer;
use crate::probe::survey::known;
use crate::wire::version::Version;

static MISSING: Rule = Rule {
    id: "downgrade-sentinel-missing",
    severity: Severity::Warning,
    citation: "RFC 8446 section 4.1.3",
    summary: "a server of TLS 1.3 must mark its random when it negotiates less",
};

/// The scan.
pub(in crate::probe::scan) static DOWNGRADE: Simple = Simple {
    id: "downgrade",
    summary: "the mark against downgrades from TLS 1.3",
    section: "features",
    facts: &[(
        "features.downgrade_sentinel",
        "whether the server marks what is less than its best",
    )],
    rules: &[&MISSING],
    plan: known::lists,
    conclude,
};

/// Whether a server of TLS 1.3 marks every hello of less; none where it has sent none, or does not speak 1.3.
pub(super) fn is_marked(seen: &Evidence) -> Option<bool> {
    if seen.version(Version::TLS1_3) != Some(Ok(true)) {
        return None;
    }
    let older = classic(seen).filter(|answer| answer.wanted >= Version::TLS1_0);
    let mut hellos = older
        .filter_map(|answer| answer.flight.server_hello.as_ref())
        .peekable();
    hellos.peek()?;
    Some(hellos.all(|hello| hello.downgrade().is_some()))
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let Some(is_marked) = is_marked(seen) else {
        return;
    };
    section.push("downgrade_sentinel", is_marked);
    if !is_marked {
        let finding = Finding::new(
            &MISSING,
            "a server of TLS 1.3 negotiates less without a mark in its random",
        );
        let is_unmarked = |answer: &Answer| {
            let hello = answer.flight.server_hello.as_ref();
            let is_older = (Version::TLS1_0..Version::TLS1_3).contains(&answer.wanted);
            is_older && hello.is_some_and(|hello| hello.downgrade().is_none())
        };
        findings.push(proof::by_answer(finding, seen, is_unmarked));
    }
}
