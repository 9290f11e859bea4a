//! What a present-day client and this server agree on, from the first handshake (RFC 8446 §4).

use crate::model::{Finding, Rule, Section, Severity, Value};
use crate::probe::preflight::DEFAULT;
use crate::probe::{Established, Evidence, Inquiry, Scan, Session};
use crate::wire::alert::Description;
use crate::wire::group::Group;
use crate::wire::scheme::Scheme;
use crate::wire::suite::Suite;
use crate::wire::version::Version;

/// No handshake with a present-day client.
static REFUSED: Rule = Rule {
    id: "handshake-refused",
    severity: Severity::Error,
    citation: "RFC 8446 section 4.1.1",
    summary: "a server should complete a handshake with a present-day client",
};
/// Proof of possession that proves nothing.
static SIGNATURE: Rule = Rule {
    id: "handshake-signature-invalid",
    severity: Severity::Error,
    citation: "RFC 8446 section 4.4.3",
    summary: "the server must sign the handshake with the key of its certificate",
};
/// A hello in two segments is not read to its end.
pub(super) static LARGE_HELLO: Rule = Rule {
    id: "large-hello-intolerant",
    severity: Severity::Warning,
    citation: "RFC 8446 section 5.1",
    summary: "a server must read a ClientHello of any size, also in several segments",
};

static RULES: &[&Rule] = &[&REFUSED, &SIGNATURE, &LARGE_HELLO];

/// The scan.
pub(super) struct Handshake;

impl Scan for Handshake {
    fn id(&self) -> &'static str {
        "handshake"
    }

    fn summary(&self) -> &'static str {
        "what a present-day client and the server agree on"
    }

    fn facts(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("handshake.completed", "whether it was completed"),
            ("handshake.version", "the protocol version agreed on"),
            ("handshake.suite", "the cipher suite agreed on"),
            ("handshake.group", "the key exchange group agreed on"),
            (
                "handshake.signature_scheme",
                "how the server signed the handshake",
            ),
            ("handshake.alpn", "the application protocol agreed on"),
            ("handshake.alert", "the alert that refused it"),
        ]
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn is_free(&self) -> bool {
        true
    }

    fn plan(&self, _: &Evidence) -> Vec<Box<dyn Inquiry>> {
        Vec::new()
    }

    fn conclude(&self, seen: &Evidence) -> (Section, Vec<Finding>) {
        let section = Section::new("handshake");
        let Some(handshake) = seen.handshake(DEFAULT) else {
            return (section, Vec::new());
        };
        let Some(session) = handshake.session() else {
            return (section, Vec::new());
        };
        let mut findings = Vec::new();
        if handshake.is_small {
            findings.push(
                Finding::new(
                    &LARGE_HELLO,
                    "a hello with a post-quantum key share gets no answer, a smaller one does",
                )
                .advice(
                    "read the ClientHello to its end, across segments; look for a middlebox that does not",
                ),
            );
        }
        if let Some((scheme, Some(false))) = session.signature {
            let scheme = Scheme(u16::from(scheme));
            findings.push(Finding::new(
                &SIGNATURE,
                format!("the server's {scheme} signature over the handshake is wrong"),
            ));
        }
        if let Some(established) = &session.established {
            return (agreed(section, session, established), findings);
        }
        if let Some(why) = handshake.inconclusive() {
            return (section.with("completed", Value::Inconclusive(why)), findings);
        }
        let answer = session.alert.map_or_else(
            || "the server closes the connection without an alert".to_owned(),
            |alert| {
                format!(
                    "the server answers with the alert {}",
                    Description(u8::from(alert))
                )
            },
        );
        findings.push(Finding::new(&REFUSED, answer));
        let alert = session
            .alert
            .map(|alert| Description(u8::from(alert)).to_string());
        (section.with("completed", false).with("alert", alert), findings)
    }
}

fn agreed(section: Section, session: &Session, established: &Established) -> Section {
    let alpn = established.alpn.as_ref();
    section
        .with("completed", true)
        .with("version", Version(u16::from(established.version)).to_string())
        .with("suite", Suite(u16::from(established.suite)).to_string())
        .with(
            "group",
            established.group.map(|group| Group(u16::from(group)).to_string()),
        )
        .with(
            "signature_scheme",
            session
                .signature
                .map(|(scheme, _)| Scheme(u16::from(scheme)).to_string()),
        )
        .with(
            "alpn",
            alpn.map(|name| String::from_utf8_lossy(name).into_owned()),
        )
}
