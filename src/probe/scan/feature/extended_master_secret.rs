//! The extended master secret (RFC 7627), which binds a session of TLS 1.2 to its handshake.

use super::answered;
use crate::model::{Finding, Rule, Section, Severity};
use crate::probe::Evidence;
use crate::probe::scan::proof;
use crate::probe::scan::simple::Simple;
use crate::probe::survey::answer::Answer;
use crate::probe::survey::known;
use crate::wire::extension::ExtensionType;
use crate::wire::version::Version;

static MISSING: Rule = Rule {
    id: "extended-master-secret-missing",
    severity: Severity::Notice,
    citation: "RFC 9325 section 3.5; RFC 7627 section 1",
    summary: "a server of TLS 1.2 should bind the session to its handshake",
};

/// The scan.
pub(in crate::probe::scan) static EXTENDED_MASTER_SECRET: Simple = Simple {
    id: "extended-master-secret",
    summary: "the extended master secret",
    section: "features",
    facts: &[(
        "features.extended_master_secret",
        "whether sessions are bound to their handshakes",
    )],
    rules: &[&MISSING],
    plan: known::lists,
    conclude,
};

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let Some(is_there) = answered(seen, ExtensionType::EXTENDED_MASTER_SECRET) else {
        return;
    };
    section.push("extended_master_secret", is_there);
    if !is_there {
        let finding = Finding::new(&MISSING, "the server does not know the extended master secret");
        let was_asked = |answer: &Answer| {
            let asked = answer.hello.extension(ExtensionType::EXTENDED_MASTER_SECRET);
            answer.wanted < Version::TLS1_3 && asked.is_some()
        };
        findings.push(proof::by_answer(finding, seen, was_asked));
    }
}
