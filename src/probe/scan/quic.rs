//! What the server speaks over QUIC at the same port of UDP: versions, application protocols, HTTP/3, its
//! certificate there, and whether that agrees with what it says over TCP. Asked only with `--quic`: it goes to
//! a port that TLS is not at.

use super::certificate::{parse, sent};
use super::simple::Simple;
use super::verification;
use crate::model::{Fact, Finding, Rule, Section, Severity, Value};
use crate::pki::{describe, rule};
use crate::probe::quic::{Answer, Session};
use crate::probe::survey::http::{self, Purpose};
use crate::probe::survey::quic::{Sessions, Versions, sessions, versions};
use crate::probe::{Evidence, Inquiry};
use crate::wire::quic::Version;

static UNANSWERED: Rule = Rule {
    id: "alt-svc-unanswered",
    severity: Severity::Warning,
    citation: "RFC 9114 section 3.1.1",
    summary: "a server should announce HTTP/3 only where it answers",
};
static UNANNOUNCED: Rule = Rule {
    id: "alt-svc-missing",
    severity: Severity::Notice,
    citation: "RFC 9114 section 3.1.1",
    summary: "clients find HTTP/3 by an Alt-Svc field or an HTTPS record",
};
static NO_V1: Rule = Rule {
    id: "quic-v1-missing",
    severity: Severity::Warning,
    citation: "RFC 9000 section 15",
    summary: "a server of QUIC should speak version 1, not its drafts alone",
};

/// What is spoken.
pub(super) static QUIC: Simple = Simple {
    id: "quic",
    summary: "QUIC and HTTP/3 at the same UDP port, and what Alt-Svc says of them (--quic)",
    section: "quic",
    facts: &[
        (
            "quic.spoken",
            "whether anything is answered over QUIC; silence leaves it open",
        ),
        (
            "quic.versions",
            "the versions that the server lists when asked for one that nobody has",
        ),
        (
            "quic.alpn",
            "the application protocols over QUIC, in the server's order",
        ),
        ("quic.alert", "the alert with which the handshake is refused"),
        ("quic.signature_scheme", "how the server signs the handshake"),
        (
            "quic.datagram_bytes",
            "the longest unreliable datagram (RFC 9221), where the server takes them",
        ),
        (
            "quic.client_certificate",
            "whether a client certificate is asked for",
        ),
        ("quic.http3.status", "the status of the page over HTTP/3"),
        ("quic.http3.server", "the Server field over HTTP/3"),
        (
            "quic.alt_svc.ports",
            "the UDP ports that Alt-Svc announces HTTP/3 at, over TCP",
        ),
        (
            "quic.alt_svc.answered",
            "whether something answers at all of them",
        ),
    ],
    rules: &[&UNANSWERED, &UNANNOUNCED, &NO_V1],
    plan,
    conclude,
};

/// Who the server is there.
pub(super) static CERTIFICATE: Simple = Simple {
    id: "quic-certificate",
    summary: "the certificate over QUIC, held to the same rules as that over TCP (--quic)",
    section: "quic",
    facts: &[
        (
            "quic.certificate.sha256",
            "the fingerprint of the certificate over QUIC",
        ),
        (
            "quic.certificate.same",
            "whether it is the one that is shown over TCP",
        ),
        ("quic.certificate.count", "how many certificates are sent"),
        ("quic.certificate.accepted", "whether it is trusted for the name"),
    ],
    rules: rule::ALL,
    plan,
    conclude: certificate,
};

fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    if !seen.task.asks_quic {
        return Vec::new();
    }
    let mut plan = vec![versions(None), http::inquiry(Purpose::Main, seen)];
    // Where nobody listens, a handshake would only wait.
    if at(seen, None).is_some_and(|asked| !matches!(asked.answer, Answer::Closed)) {
        plan.push(sessions(seen));
    }
    let others = announced(seen)
        .into_iter()
        .flatten()
        .filter(|port| *port != own_port(seen));
    plan.extend(others.map(|port| versions(Some(port))));
    plan
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let Some(asked) = at(seen, None) else {
        return;
    };
    let sessions: Option<&Sessions> = seen.first();
    let first = sessions.map(|sessions| &sessions.first);
    section.push("spoken", spoken(&asked.answer, first));
    if let Answer::Versions(versions) = &asked.answer {
        section.push(
            "versions",
            Value::list(versions.iter().map(|version| version.label())),
        );
        if !versions.contains(&Version::V1) && !matches!(first, Some(Answer::Session(_))) {
            findings.push(Finding::new(&NO_V1, "QUIC is spoken, but not version 1"));
        }
    }
    match sessions.map(|sessions| (&sessions.first, sessions)) {
        Some((Answer::Session(session), sessions)) => agreed(session, sessions, section),
        Some((Answer::Refused { alert, why }, _)) => {
            let alert = alert.map(|alert| alert.to_string());
            section.push("alert", alert.unwrap_or_else(|| why.clone()));
        }
        _ => {}
    }
    announcement(seen, sessions, section, findings);
}

fn agreed(session: &Session, sessions: &Sessions, section: &mut Section) {
    let alpn = match &sessions.incomplete {
        Some(why) => Value::Inconclusive(why.clone()),
        None => Value::list(sessions.alpn.iter().copied()),
    };
    section.push("alpn", alpn);
    section.push(
        "signature_scheme",
        session.scheme.map(|scheme| scheme.to_string()),
    );
    if let Some(bytes) = session.datagram_bytes {
        section.push("datagram_bytes", bytes);
    }
    section.push("client_certificate", session.asks_for_certificate);
    match &session.page {
        Some(Ok(head)) => {
            let facts = [
                Fact::new("status", head.status),
                Fact::new("server", head.first("server")),
            ];
            section.push("http3", Value::map(facts));
        }
        Some(Err(why)) => section.push("http3", Value::Inconclusive(why.clone())),
        None => {}
    }
}

/// What is said over TCP of HTTP/3, against what answers.
fn announcement(
    seen: &Evidence,
    sessions: Option<&Sessions>,
    section: &mut Section,
    findings: &mut Vec<Finding>,
) {
    let Some(ports) = announced(seen) else { return };
    if ports.is_empty() {
        if sessions.is_some_and(|sessions| sessions.alpn.contains(&"h3")) {
            findings.push(
                Finding::new(
                    &UNANNOUNCED,
                    "HTTP/3 is spoken, and the answer over TCP says nothing of it",
                )
                .advice(format!(
                    "send `Alt-Svc: h3=\":{}\"`, or publish an HTTPS record",
                    own_port(seen)
                )),
            );
        }
        return;
    }
    let own = own_port(seen);
    let mut answered = Value::Bool(true);
    for port in &ports {
        let first = sessions.filter(|_| *port == own).map(|sessions| &sessions.first);
        let asked = at(seen, (*port != own).then_some(*port));
        let said = asked.map_or_else(
            || Value::Inconclusive("not asked".to_owned()),
            |asked| spoken(&asked.answer, first),
        );
        if said == Value::Bool(false) {
            let message = format!("Alt-Svc announces HTTP/3 at UDP port {port}, where nobody listens");
            findings.push(Finding::new(&UNANSWERED, message).advice("open the port, or leave the field out"));
        }
        if answered != Value::Bool(false) && said != Value::Bool(true) {
            answered = said;
        }
    }
    let facts = [
        Fact::new("ports", Value::list(ports.iter().copied())),
        Fact::new("answered", answered),
    ];
    section.push("alt_svc", Value::map(facts));
}

/// Whether QUIC is spoken, from the answers to both questions: one is enough, and silence is no answer.
fn spoken(versions: &Answer, session: Option<&Answer>) -> Value {
    let answers = || [Some(versions), session].into_iter().flatten();
    let speaks = |answer: &Answer| {
        matches!(
            answer,
            Answer::Refused { .. } | Answer::Session(_) | Answer::Versions(_)
        )
    };
    if answers().any(speaks) {
        return true.into();
    }
    if answers().any(|answer| matches!(answer, Answer::Closed)) {
        return false.into();
    }
    let why = answers().find_map(|answer| match answer {
        Answer::Silent(why) => Some(why.clone()),
        _ => None,
    });
    Value::Inconclusive(why.unwrap_or_default())
}

fn certificate(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let Some(Answer::Session(session)) = seen.first::<Sessions>().map(|sessions| &sessions.first) else {
        return;
    };
    let Some(der) = session.chain.first() else { return };
    let mut facts = vec![
        Fact::new("sha256", describe::sha256(der)),
        Fact::new("same", sent(seen).first() == Some(der)),
        Fact::new("count", session.chain.len()),
    ];
    let (certs, broken) = parse(&session.chain);
    if let (Some(anchors), Some((leaf, others))) = (&seen.task.anchors, certs.split_first()) {
        let staple: Vec<Vec<u8>> = Some(session.staple.clone())
            .filter(|staple| !staple.is_empty())
            .into_iter()
            .collect();
        let answer = verification::judge(seen, anchors, leaf, others, &staple);
        let is_readable = broken.iter().all(|broken| broken.place > 0);
        facts.push(Fact::new("accepted", is_readable && answer.is_accepted()));
        findings.extend(answer.findings().to_vec());
    }
    section.push("certificate", Value::Map(facts));
}

fn at(seen: &Evidence, port: Option<u16>) -> Option<&Versions> {
    seen.all::<Versions>().find(|asked| asked.port == port)
}

fn own_port(seen: &Evidence) -> u16 {
    seen.task.target.port.unwrap_or(443)
}

/// The ports at which the answer over TCP announces HTTP/3 on the same host (RFC 7838 §3); none where there was
/// no answer over HTTP.
fn announced(seen: &Evidence) -> Option<Vec<u16>> {
    let head = seen.http(Purpose::Main)?.head.as_ref()?;
    let mut ports: Vec<u16> = head
        .all("alt-svc")
        .flat_map(|field| field.split(','))
        .filter_map(port)
        .collect();
    ports.dedup();
    ports.truncate(MOST);
    Some(ports)
}

/// The port of one alternative, `h3=":443"; ma=86400`: none where it is another protocol or host.
fn port(alternative: &str) -> Option<u16> {
    let place = alternative.split(';').next()?.trim().strip_prefix("h3=")?;
    place.trim_matches('"').strip_prefix(':')?.parse().ok()
}

/// Announced ports that are asked.
const MOST: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_of_http3_is_read_out_of_alt_svc() {
        for (text, wanted) in [
            (r#"h3=":443"; ma=86400"#, Some(443)),
            (r#" h3=":8443""#, Some(8443)),
            (r#"h3-29=":443""#, None),
            (r#"h3="other.test:443""#, None),
            (r#"h2=":443""#, None),
            ("clear", None),
            (r#"h3=":99999""#, None),
        ] {
            assert_eq!(port(text), wanted, "{text}");
        }
    }

    #[test]
    fn one_answer_is_enough_and_silence_is_none() {
        let silent = || Answer::Silent("no answer in time".to_owned());
        assert_eq!(
            spoken(&silent(), Some(&Answer::Session(Box::default()))),
            Value::Bool(true)
        );
        assert_eq!(
            spoken(&Answer::Versions(Vec::new()), Some(&silent())),
            Value::Bool(true)
        );
        assert_eq!(spoken(&Answer::Closed, Some(&silent())), Value::Bool(false));
        assert!(matches!(
            spoken(&silent(), Some(&silent())),
            Value::Inconclusive(_)
        ));
    }
}
