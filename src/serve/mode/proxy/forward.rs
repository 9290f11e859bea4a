//! What a request says of itself when it is passed on: who really asked, for what, over what. Whatever the
//! client said of that itself is replaced, unless the client is a proxy that is trusted. Fields that belong
//! to one connection stay on it (RFC 9110 §7.6.1, RFC 7239, RFC 9440).

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::header::{
    CONNECTION, COOKIE, HOST, HeaderMap, HeaderName, HeaderValue, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};

use crate::pki::cert::Cert;
use crate::pki::format::der::hex;
use crate::serve::authority::Authority;
use crate::serve::connection::Connection;
use crate::serve::trusted::{Trusted, address};

/// Whether another protocol is asked for, and one that may be passed on: behind `h2c` all further requests
/// would go to the upstream unseen, with whatever they say of themselves (and RFC 9113 has taken it back).
pub(super) fn asks_to_upgrade(headers: &HeaderMap) -> bool {
    let lists = |name: HeaderName, token: &str| {
        let values = headers
            .get_all(name)
            .iter()
            .filter_map(|value| value.to_str().ok());
        values
            .flat_map(|list| list.split(','))
            .any(|item| item.trim().eq_ignore_ascii_case(token))
    };
    headers.contains_key(UPGRADE) && lists(CONNECTION, "upgrade") && !lists(UPGRADE, "h2c")
}

/// Makes one field of the cookies that HTTP/2 lets a client send one by one (RFC 9113 §8.2.3).
pub(super) fn join_cookies(headers: &mut HeaderMap) {
    let cookies: Vec<&[u8]> = headers
        .get_all(COOKIE)
        .iter()
        .map(HeaderValue::as_bytes)
        .collect();
    if cookies.len() > 1
        && let Ok(joined) = HeaderValue::from_bytes(&cookies.join(&b"; "[..]))
    {
        headers.insert(COOKIE, joined);
    }
}

/// Takes out what belongs to the connection; `upgrade` keeps what asks for another protocol.
pub(super) fn strip(headers: &mut HeaderMap, upgrade: bool) {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .filter_map(|name| HeaderName::try_from(name.trim()).ok())
        .collect();
    let protocol = headers.get(UPGRADE).cloned();
    let trailers = headers
        .get(TE)
        .is_some_and(|te| te.as_bytes().eq_ignore_ascii_case(b"trailers"));
    for name in named
        .iter()
        .chain(&[CONNECTION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE])
    {
        headers.remove(name);
    }
    for name in [
        "keep-alive",
        "proxy-connection",
        "proxy-authenticate",
        "proxy-authorization",
    ] {
        headers.remove(name);
    }
    if trailers {
        headers.insert(TE, HeaderValue::from_static("trailers"));
    }
    if let Some(protocol) = protocol.filter(|_| upgrade) {
        headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(UPGRADE, protocol);
    }
}

/// Says who asked, for which host, and how.
pub(super) fn introduce(
    headers: &mut HeaderMap,
    authority: Option<&Authority>,
    connection: &Connection,
    trusted: &Trusted,
    host: Option<&str>,
) {
    let peer = connection.peer.ip();
    let is_trusted = trusted.has(connection.peer);
    let before = |name: &str| {
        let values = headers
            .get_all(name)
            .iter()
            .filter_map(|value| value.to_str().ok());
        let list = values.collect::<Vec<_>>().join(", ");
        (is_trusted && !list.is_empty()).then_some(list)
    };
    let scheme = if connection.is_secure() { "https" } else { "http" };
    let shown = authority.map(Authority::to_string).unwrap_or_default();
    let chain = before("x-forwarded-for");
    let known = peer.map(|ip| ip.to_string());
    let real = trusted.client(connection.peer, headers).map(|ip| ip.to_string());
    let proto = before("x-forwarded-proto").unwrap_or_else(|| scheme.to_owned());
    let asked = before("x-forwarded-host").unwrap_or_else(|| shown.clone());
    let mut element = format!("for={}", node(peer));
    if !shown.is_empty() {
        element.push_str(&format!(";host=\"{shown}\""));
    }
    element.push_str(&format!(";proto={scheme}"));
    let told = || {
        let hops = chain
            .as_deref()?
            .split(',')
            .map(|hop| format!("for={}", node(address(hop))));
        Some(hops.collect::<Vec<_>>().join(", "))
    };
    let forwarded = match before("forwarded").or_else(told) {
        Some(list) => format!("{list}, {element}"),
        None => element,
    };
    forget(headers);
    let chain: Vec<String> = chain.into_iter().chain(known).collect();
    if let Some(real) = real {
        set(headers, "x-real-ip", &real);
    }
    if !chain.is_empty() {
        set(headers, "x-forwarded-for", &chain.join(", "));
    }
    set(headers, "x-forwarded-proto", &proto);
    if !asked.is_empty() {
        set(headers, "x-forwarded-host", &asked);
    }
    set(headers, "forwarded", &forwarded);
    certify(headers, connection);
    let own = authority.map(Authority::url_host).unwrap_or_default();
    if let Ok(host) = HeaderValue::try_from(host.unwrap_or(&own)) {
        headers.insert(HOST, host);
    }
}

/// A hop in Forwarded. Who comes by a Unix socket has no address (RFC 7239 §6).
fn node(ip: Option<IpAddr>) -> String {
    match ip {
        Some(IpAddr::V6(ip)) => format!("\"[{ip}]\""),
        Some(IpAddr::V4(ip)) => ip.to_string(),
        None => "unknown".to_owned(),
    }
}

/// Takes out what the client said of itself, in any spelling that a CGI would read as the same.
fn forget(headers: &mut HeaderMap) {
    let is_forged = |name: &HeaderName| {
        let plain = name.as_str().replace('_', "-");
        OURS.contains(&plain.as_str())
            || plain.starts_with("x-client-cert")
            || plain.starts_with("x-forwarded-")
    };
    let forged: Vec<HeaderName> = headers.keys().filter(|name| is_forged(name)).cloned().collect();
    for name in forged {
        headers.remove(name);
    }
}

/// Shows the client's certificate, as far as it showed one.
fn certify(headers: &mut HeaderMap, connection: &Connection) {
    let Some(leaf) = connection.tls.as_ref().and_then(|tls| tls.client_chain.first()) else {
        return;
    };
    set(headers, "client-cert", &format!(":{}:", STANDARD.encode(leaf)));
    let Ok(leaf) = Cert::parse(leaf) else { return };
    // A comma within a URI would make two names of one.
    let names = leaf
        .sans()
        .iter()
        .map(|name| name.to_string().replace(',', "%2C"));
    let names = names.collect::<Vec<_>>().join(", ");
    set(headers, "x-client-cert-subject", &leaf.subject().to_string());
    set(headers, "x-client-cert-names", &names);
    set(headers, "x-client-cert-fingerprint", &hex(leaf.fingerprint()));
}

/// Text as a field; what no field may hold is written as `%XX`.
fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    let safe = percent_encoding::utf8_percent_encode(value, percent_encoding::CONTROLS).to_string();
    if let Ok(value) = HeaderValue::try_from(safe) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

const OURS: &[&str] = &["forwarded", "x-real-ip", "client-cert", "client-cert-chain"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_the_connection_stays_on_it() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("connection", "x-foo, keep-alive"),
            ("x-foo", "1"),
            ("keep-alive", "1"),
            ("te", "gzip"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "h2c"),
            ("x-bar", "2"),
        ] {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        strip(&mut headers, false);
        assert_eq!(
            headers.keys().map(HeaderName::as_str).collect::<Vec<_>>(),
            ["x-bar"]
        );
    }

    #[test]
    fn only_what_connection_names_is_an_upgrade_and_http2_is_none() {
        let asks = |fields: &[(&'static str, &'static str)]| {
            let fields = fields
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            asks_to_upgrade(&fields.collect())
        };
        assert!(asks(&[
            ("connection", "keep-alive, Upgrade"),
            ("upgrade", "websocket")
        ]));
        assert!(!asks(&[("upgrade", "websocket")]));
        assert!(!asks(&[("connection", "upgrade"), ("upgrade", "x, H2C")]));
    }

    #[test]
    fn cookies_become_one_field() {
        let mut headers = HeaderMap::new();
        for cookie in ["a=1", "b=2"] {
            headers.append(COOKIE, HeaderValue::from_static(cookie));
        }
        join_cookies(&mut headers);
        let joined: Vec<&HeaderValue> = headers.get_all(COOKIE).iter().collect();
        assert_eq!(joined, ["a=1; b=2"]);
    }
}
