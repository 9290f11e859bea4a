//! Which protocol versions a server speaks, SSL 2.0 to TLS 1.3, by raw hellos that no TLS library limits.

use super::proof;
use super::simple::Simple;
use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::probe::Evidence;
use crate::probe::survey::known;
use crate::wire::version::Version;

static SSL2: Rule = Rule {
    id: "ssl2-accepted",
    severity: Severity::Error,
    citation: "RFC 6176 section 3",
    summary: "a server must not speak SSL 2.0",
};
static SSL3: Rule = Rule {
    id: "ssl3-accepted",
    severity: Severity::Error,
    citation: "RFC 7568 section 3",
    summary: "a server must not speak SSL 3.0",
};
static TLS1_0: Rule = Rule {
    id: "tls1-0-accepted",
    severity: Severity::Warning,
    citation: "RFC 8996 section 4",
    summary: "a server must not negotiate TLS 1.0",
};
static TLS1_1: Rule = Rule {
    id: "tls1-1-accepted",
    severity: Severity::Warning,
    citation: "RFC 8996 section 5",
    summary: "a server must not negotiate TLS 1.1",
};
static NO_TLS1_3: Rule = Rule {
    id: "tls1-3-missing",
    severity: Severity::Notice,
    citation: "RFC 9325 section 3.1.1",
    summary: "a server should support TLS 1.3",
};

/// The scan.
pub(super) static PROTOCOL: Simple = Simple {
    id: "protocol",
    summary: "protocol versions, SSL 2.0 to TLS 1.3",
    section: "protocol",
    facts: &[
        ("protocol.tls1_3.accepted", "whether TLS 1.3 is spoken"),
        ("protocol.tls1_2.accepted", "whether TLS 1.2 is spoken"),
        ("protocol.tls1_1.accepted", "whether TLS 1.1 is spoken"),
        ("protocol.tls1_0.accepted", "whether TLS 1.0 is spoken"),
        ("protocol.ssl3.accepted", "whether SSL 3.0 is spoken"),
        ("protocol.ssl2.accepted", "whether SSL 2.0 is spoken"),
    ],
    rules: &[&SSL2, &SSL3, &TLS1_0, &TLS1_1, &NO_TLS1_3],
    plan: known::lists,
    conclude,
};

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    for version in Version::ALL {
        let heard = seen
            .version(*version)
            .unwrap_or_else(|| Err("not asked".to_owned()));
        findings.extend(finding(seen, *version, &heard));
        let accepted = heard.map_or_else(Value::Inconclusive, Value::Bool);
        section.push(
            version.id().unwrap_or("other"),
            Value::map([Fact::new("accepted", accepted)]),
        );
    }
}

fn finding(seen: &Evidence, version: Version, heard: &Result<bool, String>) -> Option<Finding> {
    let rule = match (version, heard) {
        (Version::SSL2, Ok(true)) => &SSL2,
        (Version::SSL3, Ok(true)) => &SSL3,
        (Version::TLS1_0, Ok(true)) => &TLS1_0,
        (Version::TLS1_1, Ok(true)) => &TLS1_1,
        (Version::TLS1_3, Ok(false)) => {
            let finding = Finding::new(&NO_TLS1_3, "TLS 1.3 is not spoken");
            return Some(proof::by_refusal(finding, seen, version));
        }
        _ => return None,
    };
    let finding = Finding::new(rule, format!("{version} is spoken"));
    let finding = proof::by_answer(finding, seen, |answer| answer.wanted == version);
    Some(finding.advice(format!(
        "turn {version} off; every client of the last ten years speaks TLS 1.2"
    )))
}
