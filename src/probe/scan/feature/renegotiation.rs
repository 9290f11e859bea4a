//! Whether a renegotiated handshake is bound to the one before it (RFC 5746). Without that, somebody in
//! between puts his own request before the client's.

use super::classic;
use crate::model::{Finding, Rule, Section, Severity};
use crate::probe::Evidence;
use crate::probe::scan::proof;
use crate::probe::scan::simple::Simple;
use crate::probe::survey::answer::Answer;
use crate::probe::survey::known;
use crate::wire::extension::ExtensionType;
use crate::wire::server_hello::ServerHello;
use crate::wire::version::Version;

static INSECURE: Rule = Rule {
    id: "renegotiation-insecure",
    severity: Severity::Error,
    citation: "RFC 5746 section 4.4; CVE-2009-3555",
    summary: "a server up to TLS 1.2 must answer renegotiation_info",
};

/// The scan.
pub(in crate::probe::scan) static RENEGOTIATION: Simple = Simple {
    id: "renegotiation",
    summary: "whether renegotiation is bound to the first handshake",
    section: "features",
    facts: &[(
        "features.secure_renegotiation",
        "whether renegotiation_info is answered",
    )],
    rules: &[&INSECURE],
    plan: known::lists,
    conclude,
};

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let mut hellos = classic(seen)
        .filter_map(|answer| answer.flight.server_hello.as_ref())
        .peekable();
    if hellos.peek().is_none() {
        return;
    }
    let is_secure = hellos.all(|hello| hello.extension(ExtensionType::RENEGOTIATION_INFO).is_some());
    section.push("secure_renegotiation", is_secure);
    if !is_secure {
        let finding = Finding::new(&INSECURE, "the server does not answer renegotiation_info");
        let is_silent = |answer: &Answer| {
            let hello = answer.flight.server_hello.as_ref();
            let answered = |hello: &ServerHello| hello.extension(ExtensionType::RENEGOTIATION_INFO).is_some();
            answer.wanted < Version::TLS1_3 && !hello.is_some_and(answered)
        };
        findings.push(proof::by_answer(finding, seen, is_silent));
    }
}
