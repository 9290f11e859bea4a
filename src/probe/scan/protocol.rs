//! Which of the current protocol versions a server accepts (RFC 8446, RFC 5246), by a handshake restricted
//! to each. The version that the first handshake agreed on needs no further question.

use rustls::ProtocolVersion;

use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::probe::preflight::DEFAULT;
use crate::probe::survey::handshake::{Handshake, Once};
use crate::probe::{Evidence, Inquiry, Scan, Terms};
use crate::tlsconf::client::Offer;

/// TLS 1.3 is not spoken.
static NO_TLS1_3: Rule = Rule {
    id: "tls1-3-missing",
    severity: Severity::Notice,
    citation: "RFC 9325 section 3.1.1",
    summary: "a server should support TLS 1.3",
};

static RULES: &[&Rule] = &[&NO_TLS1_3];

/// The scan.
pub(super) struct Protocol;

impl Scan for Protocol {
    fn id(&self) -> &'static str {
        "protocol"
    }

    fn summary(&self) -> &'static str {
        "protocol versions"
    }

    fn facts(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("protocol.tls1_3.accepted", "whether TLS 1.3 is spoken"),
            ("protocol.tls1_2.accepted", "whether TLS 1.2 is spoken"),
        ]
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn plan(&self, seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
        VERSIONS
            .iter()
            .filter(|(version, ..)| agreed(seen) != Some(*version))
            .map(|(version, _, inquiry)| {
                let offer = Offer {
                    version: Some(*version),
                    identity: seen.task.identity.clone(),
                    ..Offer::default()
                };
                Once::new(*inquiry, Terms::new(seen.task.sni.clone(), offer))
            })
            .collect()
    }

    fn conclude(&self, seen: &Evidence) -> (Section, Vec<Finding>) {
        let mut section = Section::new("protocol");
        let mut findings = Vec::new();
        for (version, id, inquiry) in VERSIONS {
            let accepted = if agreed(seen) == Some(*version) {
                Value::Bool(true)
            } else {
                seen.handshake(inquiry).map_or(unanswered(), accepted)
            };
            if *version == ProtocolVersion::TLSv1_3 && accepted == Value::Bool(false) {
                findings.push(Finding::new(&NO_TLS1_3, "TLS 1.3 is not spoken"));
            }
            section.push(*id, Value::map([Fact::new("accepted", accepted)]));
        }
        (section, findings)
    }
}

fn agreed(seen: &Evidence) -> Option<ProtocolVersion> {
    let session = seen.handshake(DEFAULT)?.session()?;
    Some(session.established.as_ref()?.version)
}

fn accepted(handshake: &Handshake) -> Value {
    if handshake
        .session()
        .is_some_and(|session| session.established.is_some())
    {
        return true.into();
    }
    match handshake.inconclusive() {
        Some(why) => Value::Inconclusive(why),
        None => false.into(),
    }
}

fn unanswered() -> Value {
    Value::Inconclusive("not asked".to_owned())
}

/// Each version, its fact, and its inquiry.
const VERSIONS: &[(ProtocolVersion, &str, &str)] = &[
    (ProtocolVersion::TLSv1_3, "tls1_3", "protocol/tls1_3"),
    (ProtocolVersion::TLSv1_2, "tls1_2", "protocol/tls1_2"),
];
