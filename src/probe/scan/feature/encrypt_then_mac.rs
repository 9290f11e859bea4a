//! Encryption before the MAC (RFC 7366), which ends the attacks on the padding of CBC. A server answers it
//! only where it chooses a CBC suite.

use super::classic;
use crate::model::{Finding, Rule, Section, Severity};
use crate::probe::Evidence;
use crate::probe::scan::proof;
use crate::probe::scan::simple::Simple;
use crate::probe::survey::answer::Answer;
use crate::probe::survey::known;
use crate::wire::extension::ExtensionType;
use crate::wire::version::Version;

static MISSING: Rule = Rule {
    id: "encrypt-then-mac-missing",
    severity: Severity::Notice,
    citation: "RFC 7366 section 1",
    summary: "a server that accepts CBC suites should encrypt before it authenticates",
};

/// The scan.
pub(in crate::probe::scan) static ENCRYPT_THEN_MAC: Simple = Simple {
    id: "encrypt-then-mac",
    summary: "encryption before the MAC",
    section: "features",
    facts: &[(
        "features.encrypt_then_mac",
        "whether CBC suites encrypt before they authenticate",
    )],
    rules: &[&MISSING],
    plan: known::lists,
    conclude,
};

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let mut hellos = classic(seen)
        .filter(|answer| answer.wanted >= Version::TLS1_0)
        .filter_map(|answer| answer.flight.server_hello.as_ref())
        .filter(|hello| hello.suite.is_cbc())
        .peekable();
    if hellos.peek().is_none() {
        return;
    }
    let is_there = hellos.any(|hello| hello.extension(ExtensionType::ENCRYPT_THEN_MAC).is_some());
    section.push("encrypt_then_mac", is_there);
    if !is_there {
        let finding = Finding::new(
            &MISSING,
            "CBC suites are accepted, and authenticate before they encrypt",
        );
        let is_cbc = |answer: &Answer| {
            let hello = answer.flight.server_hello.as_ref();
            answer.wanted >= Version::TLS1_0 && hello.is_some_and(|hello| hello.suite.is_cbc())
        };
        findings.push(
            proof::by_answer(finding, seen, is_cbc)
                .advice("accept only suites with authenticated encryption (GCM, ChaCha20-Poly1305)"),
        );
    }
}
