//! Compression of records, which lets an attacker who can add to the plaintext guess the rest (CRIME).

use super::classic;
use crate::model::{Finding, Rule, Section, Severity};
use crate::probe::Evidence;
use crate::probe::scan::proof;
use crate::probe::scan::simple::Simple;
use crate::probe::survey::answer::Answer;
use crate::probe::survey::known;
use crate::wire::compression::Compression;
use crate::wire::version::Version;

static CRIME: Rule = Rule {
    id: "compression-accepted",
    severity: Severity::Error,
    citation: "RFC 9325 section 3.3; CVE-2012-4929 (CRIME)",
    summary: "a server must not compress records",
};

/// The scan.
pub(in crate::probe::scan) static COMPRESSION: Simple = Simple {
    id: "compression",
    summary: "compression of records (CRIME)",
    section: "features",
    facts: &[(
        "features.compression",
        "the method of compression that the server takes",
    )],
    rules: &[&CRIME],
    plan: known::lists,
    conclude,
};

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let offered = classic(seen).filter(|answer| answer.hello.compressions.len() > 1);
    let mut methods = offered
        .filter_map(|answer| Some(answer.flight.server_hello.as_ref()?.compression))
        .peekable();
    if methods.peek().is_none() {
        return;
    }
    match methods.find(|method| *method != Compression::NULL) {
        Some(method) => {
            section.push("compression", method.to_string());
            let finding = Finding::new(&CRIME, format!("the server compresses records with {method}"));
            let is_it = |answer: &Answer| {
                let hello = answer.flight.server_hello.as_ref();
                answer.wanted < Version::TLS1_3 && hello.is_some_and(|hello| hello.compression == method)
            };
            findings.push(proof::by_answer(finding, seen, is_it).advice("turn TLS compression off"));
        }
        None => section.push("compression", "none"),
    }
}
