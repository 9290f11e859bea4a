//! Whether a server asks for a client certificate, whose it takes, and whether it goes on without one
//! (RFC 8446 §4.3.2, RFC 5246 §7.4.4). What the first handshakes saw answers it.

use rustls::ProtocolVersion;

use super::simple::Simple;
use crate::model::{Finding, Section, Value};
use crate::pki::dn::Name;
use crate::pki::format::der::{single, tag};
use crate::probe::preflight::DEFAULT;
use crate::probe::survey::http::Exchange;
use crate::probe::survey::resumption::Resumption;
use crate::probe::{Evidence, Reply, Session};

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
        ("client_auth.required", "whether there is no session without one"),
        (
            "client_auth.authorities",
            "the names of the CAs whose certificates are taken",
        ),
    ],
    rules: &[],
    plan: |_| Vec::new(),
    conclude,
};

fn conclude(seen: &Evidence, section: &mut Section, _: &mut Vec<Finding>) {
    let Some(session) = seen.handshake(DEFAULT).and_then(|handshake| handshake.session()) else {
        return;
    };
    let Some(authorities) = &session.client_ca else {
        if session.established.is_some() {
            section.push("requested", false);
        }
        return;
    };
    section.push("requested", true);
    let presented = seen.task.identity.is_some();
    if presented {
        section.push("presented", true);
    } else {
        section.push("required", required(seen, session));
    }
    section.push(
        "authorities",
        Value::list(authorities.iter().map(|der| name(der))),
    );
}

/// In TLS 1.2 the handshake itself tells; in TLS 1.3 the client is done before the server has judged, and
/// only what comes after the handshake tells.
fn required(seen: &Evidence, session: &Session) -> Value {
    match &session.established {
        None => return true.into(),
        Some(established) if established.version != ProtocolVersion::TLSv1_3 => return false.into(),
        Some(_) => {}
    }
    let later = seen.all::<Exchange>().map(|exchange| &exchange.reply);
    let later = later.chain(seen.all::<Resumption>().filter_map(|twice| twice.first.as_ref()));
    later.filter_map(judged).next().map_or_else(
        || Value::Inconclusive("nothing was said after the handshake".to_owned()),
        Value::Bool,
    )
}

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
