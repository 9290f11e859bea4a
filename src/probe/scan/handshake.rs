//! What a present-day client and this server agree on, from the first handshake (RFC 8446 §4).

use rustls::AlertDescription;

use crate::model::{Finding, Rule, Section, Severity, Value};
use crate::probe::preflight::{DEFAULT, OTHER_NAME};
use crate::probe::survey::handshake::Handshake as Greeting;
use crate::probe::{Ending, Established, Evidence, Inquiry, Scan, Session};
use crate::wire::alert::Description;
use crate::wire::flight::Flight;
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

/// Nothing in common with a present-day library.
static OUT_OF_REACH: Rule = Rule {
    id: "handshake-out-of-reach",
    severity: Severity::Warning,
    citation: "RFC 9325 sections 3.1.1 and 4.2; RFC 8446 section 9.1",
    summary: "a server should have a version, a cipher suite and a group that present-day libraries have",
};

static RULES: &[&Rule] = &[&REFUSED, &SIGNATURE, &LARGE_HELLO, &OUT_OF_REACH];

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
        let mut findings = faults(handshake, session);
        if let Some(established) = &session.established {
            return (agreed(section, session, established), findings);
        }
        let over = handshake.reply.connection;
        if let Some(why) = seen.turned_away() {
            // A server that wants a certificate first has agreed on everything else.
            if handshake.is_turned_away() && session.client_ca.is_none() {
                let told = format!("what is encrypted stays unknown: {why}");
                findings.push(
                    Finding::new(&OUT_OF_REACH, told)
                        .evidence("connection", over)
                        .evidence("answer", answer(handshake, session))
                        .advice("add a version, suites and groups of the present day beside the old ones"),
                );
            }
            let section = section.with("completed", Value::Inconclusive(why));
            return (chosen(section, &handshake.reply.received), findings);
        }
        if let Some(why) = handshake.inconclusive() {
            return (section.with("completed", Value::Inconclusive(why)), findings);
        }
        let mut refused = Finding::new(&REFUSED, answer(handshake, session)).evidence("connection", over);
        if seen.is_unserved() {
            refused = refused.advice(OTHER_NAME);
        }
        findings.push(refused);
        let alert = session.alert.map(name);
        (section.with("completed", false).with("alert", alert), findings)
    }
}

/// What is wrong with the handshake, however far it came.
fn faults(handshake: &Greeting, session: &Session) -> Vec<Finding> {
    let mut findings = Vec::new();
    if handshake.is_small {
        findings.push(
            Finding::new(
                &LARGE_HELLO,
                "a hello with a post-quantum key share gets no answer, a smaller one does",
            )
            .evidence("connection", handshake.reply.connection)
            .advice("read the ClientHello to its end, across segments; look for a middlebox that does not"),
        );
    }
    if let Some((scheme, Some(false))) = session.signature {
        let scheme = Scheme(u16::from(scheme));
        let told = format!("the server's {scheme} signature over the handshake is wrong");
        findings.push(
            Finding::new(&SIGNATURE, told)
                .evidence("connection", handshake.reply.connection)
                .evidence("scheme", scheme.to_string()),
        );
    }
    findings
}

/// How the server turned the client away.
fn answer(handshake: &Greeting, session: &Session) -> String {
    match (session.alert, &session.failure) {
        (Some(alert), _) => format!("the server answers with the alert {}", name(alert)),
        (None, Some(failure)) => failure.clone(),
        (None, None) if handshake.reply.ending == Ending::Reset => {
            "the server resets the connection".to_owned()
        }
        (None, None) => "the server closes the connection without an alert".to_owned(),
    }
}

fn name(alert: AlertDescription) -> String {
    Description(u8::from(alert)).to_string()
}

/// What the server had chosen before the handshake broke off.
fn chosen(section: Section, received: &[u8]) -> Section {
    let flight = Flight::read(received);
    let Some(hello) = flight.server_hello else {
        return section;
    };
    let exchange = flight.key_exchange;
    let group = exchange.as_ref().and_then(|exchange| exchange.group);
    let scheme = exchange.as_ref().and_then(|exchange| exchange.scheme);
    let mut section = section
        .with("version", hello.version().to_string())
        .with("suite", hello.suite.to_string());
    for (id, value) in [
        ("group", group.map(|group| group.to_string())),
        ("signature_scheme", scheme.map(|scheme| scheme.to_string())),
    ] {
        if let Some(value) = value {
            section.push(id, value);
        }
    }
    section
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
