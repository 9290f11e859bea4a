//! STARTTLS injection (CVE-2011-0411 and its many kin, RFC 3207 §6): whether a command that came in the clear
//! behind the request for TLS is carried out inside TLS. One harmless command is sent there, and one more
//! inside TLS that ends the session; a server at fault answers both.

use super::simple::Simple;
use crate::model::{Finding, Rule, Section, Severity, Value};
use crate::probe::preflight::DEFAULT;
use crate::probe::survey::handshake::Once;
use crate::probe::{Evidence, Inquiry, Terms};
use crate::tlsconf::client::Offer;

static INJECTION: Rule = Rule {
    id: "starttls-injection",
    severity: Severity::Error,
    citation: "CVE-2011-0411, RFC 9051 §6.2.1, https://nostarttls.secvuln.info",
    summary: "what was received in the clear must be thrown away when TLS begins",
};
static EARLY: Rule = Rule {
    id: "starttls-early-data",
    severity: Severity::Warning,
    citation: "RFC 3207 §4, CVE-2021-23222",
    summary: "a server must send nothing between its consent to TLS and the handshake",
};

/// The scan.
pub(super) static STARTTLS: Simple = Simple {
    id: "starttls-injection",
    summary: "whether commands in the clear are carried out inside TLS",
    section: "starttls",
    facts: &[
        ("starttls.protocol", "the protocol that TLS was asked for in"),
        (
            "starttls.injection",
            "whether a command in the clear is carried out inside TLS",
        ),
    ],
    rules: &[&INJECTION, &EARLY],
    plan,
    conclude,
};

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let Some(protocol) = seen.task.starttls.filter(|protocol| protocol.injection.is_some()) else {
        return Vec::new();
    };
    let offer = Offer {
        groups: seen.classic_groups(),
        identity: seen.task.identity.clone(),
        ..Offer::default()
    };
    let mut terms = Terms::new(seen.task.sni.clone(), offer);
    terms.injects = true;
    // The session ends with the goodbye: all that comes before the end is the answer.
    terms.then = Some((protocol.goodbye.to_vec(), |_| false));
    vec![Once::inquiry(ID, terms)]
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let Some(protocol) = seen.task.starttls else {
        return;
    };
    section.push("protocol", protocol.id);
    if seen
        .handshake(DEFAULT)
        .is_some_and(|first| !first.reply.early.is_empty())
    {
        findings.push(Finding::new(
            &EARLY,
            "the server sends more in the clear behind its consent to TLS",
        ));
    }
    let Some(injection) = &protocol.injection else {
        return;
    };
    let Some(session) = seen.handshake(ID).and_then(|handshake| handshake.session()) else {
        return section.push("injection", Value::Inconclusive("not asked".to_owned()));
    };
    if let Some(why) = seen.out_of_reach() {
        return section.push("injection", Value::Inconclusive(why));
    }
    if session.established.is_none() {
        // A server that takes the command for the beginning of TLS breaks off, and carries nothing out.
        return section.push("injection", false);
    }
    let is_answered = (injection.is_answered)(&session.answer);
    if is_answered {
        findings.push(
            Finding::new(
                &INJECTION,
                "a command sent in the clear is carried out inside TLS",
            )
            .evidence(
                "answer",
                String::from_utf8_lossy(&session.answer[..session.answer.len().min(200)]).into_owned(),
            )
            .advice("update the server; it must empty its buffer when TLS begins"),
        );
    }
    section.push("injection", is_answered);
}

const ID: &str = "starttls/injection";
