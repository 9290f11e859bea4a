//! Heartbeats (RFC 6520): hardly anyone needs them over TCP, and OpenSSL's leaked memory (Heartbleed).

use super::answered;
use crate::model::{Finding, Rule, Section, Severity};
use crate::probe::Evidence;
use crate::probe::scan::proof;
use crate::probe::scan::simple::Simple;
use crate::probe::survey::answer::Answer;
use crate::probe::survey::known;
use crate::wire::extension::ExtensionType;

static ON: Rule = Rule {
    id: "heartbeat-enabled",
    severity: Severity::Notice,
    citation: "RFC 6520 section 1",
    summary: "heartbeats over TCP serve hardly anyone, and were the door of Heartbleed",
};

/// The scan.
pub(in crate::probe::scan) static HEARTBEAT: Simple = Simple {
    id: "heartbeat",
    summary: "whether the server takes heartbeats",
    section: "features",
    facts: &[("features.heartbeat", "whether the server takes heartbeats")],
    rules: &[&ON],
    plan: known::lists,
    conclude,
};

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let Some(is_on) = answered(seen, ExtensionType::HEARTBEAT) else {
        return;
    };
    section.push("heartbeat", is_on);
    if is_on {
        let finding = Finding::new(&ON, "the server takes heartbeats");
        let is_answered = |answer: &Answer| {
            let hello = answer.flight.server_hello.as_ref();
            hello.is_some_and(|hello| hello.extension(ExtensionType::HEARTBEAT).is_some())
        };
        findings.push(
            proof::by_answer(finding, seen, is_answered)
                .advice("`--scan vulnerabilities` asks whether it leaks"),
        );
    }
}
