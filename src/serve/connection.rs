//! What is known of one connection: who is at its ends, and what TLS agreed on. Fixed once the handshake
//! is over, and the same for every request on it.

use std::sync::Arc;

use super::activity::Activity;
use super::drain::Stop;
use super::socket::End;
use crate::tlsconf::identity::Identity;

/// One connection.
#[derive(Debug)]
pub(crate) struct Connection {
    /// The client's address.
    pub(crate) peer: End,
    /// The address it connected to.
    pub(crate) local: End,
    /// What TLS agreed on; `None` on a plain listener.
    pub(crate) tls: Option<Secured>,
    /// Whether HTTP/2 was begun without asking, on a plain listener.
    pub(crate) prior_knowledge: bool,
    /// What it is doing.
    pub(crate) activity: Arc<Activity>,
    /// Held by whatever goes on beyond a response, so that the server waits for it when it stops.
    pub(crate) stop: Stop,
}

/// What a handshake agreed on. Numbers are IANA's code points.
#[derive(Debug)]
pub(crate) struct Secured {
    pub(crate) version: u16,
    /// Not known of QUIC.
    pub(crate) suite: Option<u16>,
    /// Known in TLS 1.2 with a certificate, and in TLS 1.3; not on every resumption.
    pub(crate) group: Option<u16>,
    pub(crate) alpn: Option<Vec<u8>>,
    /// The SNI, lower case.
    pub(crate) server_name: Option<String>,
    pub(crate) identity: Arc<Identity>,
    /// The client's certificates, leaf first, DER.
    pub(crate) client_chain: Vec<Vec<u8>>,
    /// The bytes that held the ClientHello, records and all; none of QUIC.
    pub(crate) client_hello: Vec<u8>,
    /// Not known of QUIC.
    pub(crate) resumed: Option<bool>,
}

impl Connection {
    /// Whether it is over TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.tls.is_some()
    }

    /// Whether HTTP/2 is spoken: it was agreed on, or begun without asking.
    pub(crate) fn is_http2(&self) -> bool {
        let alpn = self.tls.as_ref().and_then(|tls| tls.alpn.as_deref());
        self.prior_knowledge || alpn == Some(b"h2")
    }
}
