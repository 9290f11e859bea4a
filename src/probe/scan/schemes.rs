//! The signature schemes that a server signs handshakes with, in TLS 1.2 and TLS 1.3.

use super::simple::Simple;
use crate::model::{Finding, Rule, Section, Severity, Value};
use crate::probe::survey::answer::Answer;
use crate::probe::survey::groups::Parameters;
use crate::probe::survey::known;
use crate::probe::survey::schemes13::Signatures;
use crate::probe::{Evidence, Inquiry};
use crate::wire::scheme::Scheme;
use crate::wire::version::Version;

static BROKEN: Rule = Rule {
    id: "signature-scheme-broken",
    severity: Severity::Warning,
    citation: "RFC 9155 section 3",
    summary: "a server must not sign handshakes over MD5 or SHA-1",
};
static UNASKED: Rule = Rule {
    id: "signature-scheme-not-offered",
    severity: Severity::Error,
    citation: "RFC 5246 section 7.4.3",
    summary: "a server must sign with a scheme that the client offered",
};

/// The scan.
pub(super) static SCHEMES: Simple = Simple {
    id: "signature-schemes",
    summary: "signature schemes of TLS 1.2 and 1.3",
    section: "signature_schemes",
    facts: &[
        (
            "signature_schemes.tls1_3",
            "the schemes that the server signs with in TLS 1.3",
        ),
        (
            "signature_schemes.tls1_2",
            "the schemes that the server signs with in TLS 1.2",
        ),
        (
            "signature_schemes.complete",
            "why schemes may be missing from a list, where some may",
        ),
    ],
    rules: &[&BROKEN, &UNASKED],
    plan,
    conclude,
};

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let mut plan = known::lists(seen);
    plan.extend(known::parameters(seen));
    plan.extend(known::signatures(seen));
    plan
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let mut cut_short = None;
    if let Some(found) = seen.first::<Signatures>() {
        let why = seen.out_of_reach().or_else(|| found.incomplete.clone());
        section.push("tls1_3", listed(&found.schemes, why.as_ref()));
        cut_short = why.filter(|_| !found.schemes.is_empty());
    }
    let found = seen
        .all::<Parameters>()
        .find(|found| found.version == Some(Version::TLS1_2));
    if let Some(found) = found.filter(|found| !found.schemes.is_empty() || found.incomplete.is_some()) {
        let why = found.incomplete.as_ref();
        section.push("tls1_2", listed(&found.schemes, why));
        cut_short = cut_short.or(why.filter(|_| !found.schemes.is_empty()).cloned());
    }
    if let Some(why) = cut_short {
        section.push("complete", Value::Inconclusive(why));
    }
    findings.extend(found.into_iter().flat_map(|found| faults(seen, found)));
}

/// What is wrong with the schemes of TLS 1.2.
fn faults(seen: &Evidence, found: &Parameters) -> Vec<Finding> {
    let mut findings = Vec::new();
    let broken: Vec<String> = found
        .schemes
        .iter()
        .filter(|scheme| scheme.is_broken())
        .map(Scheme::to_string)
        .collect();
    if !broken.is_empty() {
        findings.push(
            Finding::new(
                &BROKEN,
                "the server signs handshakes over MD5 or SHA-1 when asked to",
            )
            .evidence("schemes", Value::list(broken))
            .evidence("connection", signed_over(seen)),
        );
    }
    if let Some(what) = found.unasked.as_ref().filter(|what| what.contains("scheme")) {
        findings.push(Finding::new(
            &UNASKED,
            format!("the server used {what} though it was not offered"),
        ));
    }
    findings
}

/// The connection over which a broken scheme was first seen.
fn signed_over(seen: &Evidence) -> Option<u32> {
    let is_broken = |answer: &&Answer| {
        let exchange = answer.flight.key_exchange.as_ref();
        exchange.is_some_and(|exchange| exchange.scheme.is_some_and(|scheme| scheme.is_broken()))
    };
    seen.accepted()
        .filter(is_broken)
        .map(|answer| answer.connection)
        .min()
}

fn listed(schemes: &[Scheme], incomplete: Option<&String>) -> Value {
    match incomplete {
        Some(why) if schemes.is_empty() => Value::Inconclusive(why.clone()),
        _ => Value::list(schemes.iter().map(Scheme::to_string)),
    }
}
