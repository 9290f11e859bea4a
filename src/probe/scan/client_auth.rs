//! Whether a server asks for a client certificate, whose it takes, and whether it goes on without one
//! (RFC 8446 §4.3.2, RFC 5246 §7.4.4). What the first handshakes saw answers it, and the application, which may
//! refuse what the handshake let through. Where no handshake is finished, the raw hellos saw the wish for one.

use rustls::ProtocolVersion;

use super::http;
use super::simple::Simple;
use crate::model::{Finding, Rule, Section, Severity, Value};
use crate::pki::dn::Name;
use crate::pki::format::der::{single, tag};
use crate::probe::preflight::DEFAULT;
use crate::probe::survey::handshake::Handshake;
use crate::probe::survey::http::{Exchange, Purpose};
use crate::probe::survey::resumption::Resumption;
use crate::probe::{Evidence, Inquiry, Reply, Session};
use crate::wire::alert::Description;

static REFUSED: Rule = Rule {
    id: "client-certificate-refused",
    severity: Severity::Error,
    citation: "RFC 8446 section 4.4.2.4; RFC 5246 section 7.4.6",
    summary: "the client certificate that is presented must be one that the server takes",
};

/// The scan.
pub(super) static CLIENT_AUTH: Simple = Simple {
    id: "client-auth",
    summary: "whether a client certificate is asked for, and whose",
    section: "client_auth",
    facts: &[
        (
            "client_auth.requested",
            "whether a client certificate is asked for",
        ),
        ("client_auth.presented", "whether one was presented (--cert)"),
        (
            "client_auth.accepted",
            "whether the server goes on with the one presented",
        ),
        ("client_auth.required", "whether nothing is served without one"),
        (
            "client_auth.refused_by",
            "what refuses clients without one: `tls`, or `http` where the handshake goes on and a request does not",
        ),
        (
            "client_auth.authorities",
            "the names of the CAs whose certificates are taken",
        ),
    ],
    rules: &[&REFUSED],
    plan,
    conclude,
};

/// Where a certificate is asked for, a request tells whether it is wanted.
fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let session = seen.handshake(DEFAULT).and_then(|handshake| handshake.session());
    let asks = session.is_some_and(|session| session.client_ca.is_some() && session.established.is_some());
    if asks { http::main(seen) } else { Vec::new() }
}

fn conclude(seen: &Evidence, section: &mut Section, findings: &mut Vec<Finding>) {
    let Some(first) = seen.handshake(DEFAULT) else {
        return;
    };
    let Some(session) = first.session() else {
        return;
    };
    let Some(authorities) = &session.client_ca else {
        if session.established.is_some() {
            section.push("requested", false);
        } else {
            unfinished(seen, section);
        }
        return;
    };
    section.push("requested", true);
    if seen.task.identity.is_some() {
        section.push("presented", true);
        let accepted = accepted(seen, first, session);
        if accepted == Value::Bool(false) {
            findings.push(refused(seen, first, session));
        }
        section.push("accepted", accepted);
    } else {
        let (required, by) = required(seen, first, session);
        section.push("required", required);
        if let Some(by) = by {
            section.push("refused_by", by);
        }
    }
    section.push(
        "authorities",
        Value::list(authorities.iter().map(|der| name(der))),
    );
}

/// What raw hellos saw of a server that this client's library finishes no handshake with.
fn unfinished(seen: &Evidence, section: &mut Section) {
    let mut flights = seen.accepted().map(|answer| &answer.flight);
    // In TLS 1.3 the wish is encrypted.
    let Some(flight) = flights.find(|flight| flight.is_done && flight.messages.contains(&SERVER_HELLO_DONE))
    else {
        if let Some(why) = seen.out_of_reach() {
            section.push("requested", Value::Inconclusive(why));
        }
        return;
    };
    let Some(request) = &flight.request else {
        return section.push("requested", false);
    };
    section.push("requested", true);
    if let Some(why) = seen.out_of_reach() {
        section.push("required", Value::Inconclusive(why));
    }
    section.push(
        "authorities",
        Value::list(request.authorities.iter().map(|der| name(der))),
    );
}

/// Whether nothing is served without a certificate, and what refuses it. In TLS 1.2 the handshake itself may tell; in
/// TLS 1.3 the client is done before the server has judged, and only what comes after the handshake tells.
fn required(seen: &Evidence, first: &Handshake, session: &Session) -> (Value, Option<&'static str>) {
    if session.established.is_none() {
        return if session.lacks_certificate(&first.reply.ending) {
            (true.into(), Some("tls"))
        } else {
            let why = first.inconclusive();
            let broke_off = || "the handshake broke off".to_owned();
            (Value::Inconclusive(why.unwrap_or_else(broke_off)), None)
        };
    }
    let goes_on = match later(seen).filter_map(judged).next() {
        Some(true) => return (true.into(), Some("tls")),
        heard => heard.is_some() || is_classic(session),
    };
    match seen.http(Purpose::Main) {
        Some(main) if main.wants_certificate => (true.into(), Some("http")),
        Some(Exchange { head: Some(head), .. }) if REFUSALS.contains(&head.status) => {
            let status = head.status;
            let told = format!("the handshake goes on without one, and HTTP answers {status}");
            (Value::Inconclusive(told), None)
        }
        Some(Exchange { head: Some(_), .. }) => (false.into(), None),
        _ if goes_on && seen.task.starttls.is_some() => (false.into(), None),
        _ if goes_on => {
            let told = "the handshake goes on without one, and the application did not say what it wants";
            (Value::Inconclusive(told.to_owned()), None)
        }
        _ => {
            let told = "nothing was said after the handshake";
            (Value::Inconclusive(told.to_owned()), None)
        }
    }
}

/// Whether the server goes on with the certificate presented: in TLS 1.2 the handshake tells, in TLS 1.3 what comes
/// after it.
fn accepted(seen: &Evidence, first: &Handshake, session: &Session) -> Value {
    if session.established.is_none() {
        let broke_off = || "the handshake broke off".to_owned();
        return if session.lacks_certificate(&first.reply.ending) {
            false.into()
        } else {
            Value::Inconclusive(first.inconclusive().unwrap_or_else(broke_off))
        };
    }
    if let Some(Exchange { head: Some(head), .. }) = seen.http(Purpose::Main)
        && REFUSALS.contains(&head.status)
    {
        // nginx judges the certificate here, and others the client.
        let status = head.status;
        return Value::Inconclusive(format!(
            "the handshake goes on with it, and HTTP answers {status}"
        ));
    }
    match later(seen).filter_map(judged).next() {
        Some(is_ended) => (!is_ended).into(),
        None if is_classic(session) => true.into(),
        None => Value::Inconclusive("nothing was said after the handshake".to_owned()),
    }
}

/// What the server says of the certificate, with its word for it where it has one.
fn refused(seen: &Evidence, first: &Handshake, session: &Session) -> Finding {
    let alerts = later(seen).filter_map(|reply| Some((reply.session.as_deref()?.alert?, reply.connection)));
    let own = session.alert.map(|alert| (alert, first.reply.connection));
    let told = own.into_iter().chain(alerts).next();
    let message = match told {
        Some((alert, _)) => format!(
            "the server answers the client certificate with the alert {}",
            Description(u8::from(alert))
        ),
        None => "the server closes the connection on the client certificate".to_owned(),
    };
    Finding::new(&REFUSED, message)
        .evidence(
            "connection",
            told.map_or(first.reply.connection, |(_, over)| over),
        )
        .advice("present a certificate of one of the authorities that the server names")
}

/// What was heard once a handshake was finished.
fn later(seen: &Evidence) -> impl Iterator<Item = &Reply> {
    let exchanges = seen.all::<Exchange>().map(|exchange| &exchange.reply);
    exchanges.chain(seen.all::<Resumption>().filter_map(|twice| twice.first.as_ref()))
}

fn is_classic(session: &Session) -> bool {
    let established = session.established.as_ref();
    established.is_some_and(|established| established.version != ProtocolVersion::TLSv1_3)
}

/// Whether the server ended the session after the handshake; none where it said nothing.
fn judged(reply: &Reply) -> Option<bool> {
    let session = reply.session.as_deref()?;
    match (session.alert, session.answer.is_empty()) {
        (Some(_), _) => Some(true),
        (None, false) => Some(false),
        (None, true) => None,
    }
}

/// A distinguished name in words, or its bytes where it is none.
fn name(der: &[u8]) -> String {
    single(der, tag::SEQUENCE, "a name")
        .and_then(|tlv| Name::read(&tlv))
        .map_or_else(|_| crate::pki::format::der::hex(der), |name| name.to_string())
}

/// The message that ends a server's flight up to TLS 1.2 (RFC 5246 §7.4.5).
const SERVER_HELLO_DONE: u8 = 14;

/// What servers answer that do not serve this client: 400 (nginx), 401, 403 (IIS, Apache).
const REFUSALS: &[u16] = &[400, 401, 403];
