//! What the server knows of a connection, as JSON: both ends, the certificate it presented, what TLS agreed
//! on, the client's certificate, and the ClientHello as it was received.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use crate::pki::cert::Cert;
use crate::pki::format::der::hex;
use crate::serve::connection::{Connection, Secured};
use crate::serve::socket::End;
use crate::tlsconf::identity::Identity;
use crate::wire::client_hello::ClientHello;
use crate::wire::fingerprint::{ja3, ja4};
use crate::wire::group::Group;
use crate::wire::record::{ContentType, Records, Unit};
use crate::wire::suite::Suite;
use crate::wire::version::Version;

/// Everything about the connection.
pub(super) fn connection(connection: &Connection) -> Json {
    let tls = connection.tls.as_ref();
    let hello = tls.and_then(hello);
    // As it was sent: what rustls hands out is in lower case.
    let name = hello.as_ref().and_then(ClientHello::server_name);
    let name = name.or_else(|| tls?.server_name.clone());
    json!({
        "peer": end(connection.peer),
        "local": end(connection.local),
        "ssl": connection.is_secure(),
        "server_name": name.unwrap_or_default(),
        "certificate": tls.map(|tls| served(&tls.identity)),
        "tls": tls.map(agreed),
        "client_certificate": tls.and_then(client),
        "client_hello": tls.map(|tls| asked(tls, hello.as_ref())),
    })
}

fn end(end: End) -> Json {
    json!({ "ip": end.ip().map(|ip| ip.to_string()), "port": end.port() })
}

fn agreed(tls: &Secured) -> Json {
    json!({
        "version": Version(tls.version).name(),
        "suite": tls.suite.map(|suite| Suite(suite).name()),
        "group": tls.group.map(|group| Group(group).name()),
        "alpn": tls.alpn.as_deref().map(String::from_utf8_lossy),
        "resumed": tls.resumed,
    })
}

/// The identity that was chosen: never its key, never a password.
fn served(identity: &Identity) -> Json {
    let mut facts = certificate(identity.leaf());
    facts["names"] = json!(identity.names());
    facts["chain_length"] = json!(identity.chain().len());
    facts["source"] = json!(identity.origin().shown);
    facts["meta"] = json!(identity.origin().meta);
    facts
}

fn client(tls: &Secured) -> Option<Json> {
    let leaf = Cert::parse(tls.client_chain.first()?).ok()?;
    let mut facts = certificate(&leaf);
    facts["names"] = leaf.sans().iter().map(ToString::to_string).collect();
    Some(facts)
}

fn certificate(leaf: &Cert) -> Json {
    json!({
        "subject": leaf.subject().to_string(),
        "issuer": leaf.issuer().to_string(),
        "serial": hex(leaf.serial()),
        "not_before": leaf.not_before().to_string(),
        "not_after": leaf.not_after().to_string(),
        "fingerprint_sha256": hex(leaf.fingerprint()),
    })
}

/// The ClientHello out of the records that brought it.
fn hello(tls: &Secured) -> Option<ClientHello> {
    let mut message = Vec::new();
    for unit in Records::new(&tls.client_hello) {
        match unit {
            Unit::Record(record) if record.kind == ContentType::HANDSHAKE => message.extend(record.payload),
            _ => break,
        }
    }
    ClientHello::read(&message).ok()
}

fn asked(tls: &Secured, hello: Option<&ClientHello>) -> Json {
    if tls.client_hello.is_empty() {
        return Json::Null;
    }
    let Some(hello) = hello else {
        return json!({ "raw_base64": STANDARD.encode(&tls.client_hello) });
    };
    json!({
        "legacy_version": hello.legacy_version.name(),
        "random": hex(&hello.random),
        "session_id": hex(&hello.session_id),
        "server_name": hello.server_name(),
        "versions": hello.versions().into_iter().map(Version::name).collect::<Vec<_>>(),
        "suites": hello.suites.iter().map(|suite| suite.name()).collect::<Vec<_>>(),
        "groups": hello.groups().into_iter().map(Group::name).collect::<Vec<_>>(),
        "key_shares": hello.key_shares().into_iter().map(Group::name).collect::<Vec<_>>(),
        "signature_schemes": hello.schemes().into_iter().map(|scheme| scheme.name()).collect::<Vec<_>>(),
        "alpn": hello.alpn(),
        "extensions": hello.extensions().iter().map(|extension| extension.kind.name()).collect::<Vec<_>>(),
        "ja3": ja3::client(hello),
        "ja4": ja4::client(hello),
        "raw_base64": STANDARD.encode(&tls.client_hello),
    })
}
