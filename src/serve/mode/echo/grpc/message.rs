//! The messages of the echo service. Their fields stand a second time in [`super::descriptor`], for
//! reflection; a client that knows nothing but that holds the two against each other in the tests.

use std::collections::HashMap;

use prost::Message;

use crate::pki::cert::Cert;
use crate::pki::format::der::hex;
use crate::serve::connection;
use crate::wire::group::Group;
use crate::wire::suite::Suite;
use crate::wire::version::Version;

/// What is to be echoed.
#[derive(Clone, Message)]
pub(super) struct EchoRequest {
    /// Comes back as it is.
    #[prost(string, tag = "1")]
    pub(super) message: String,
    /// How often `Repeat` sends it.
    #[prost(uint32, tag = "2")]
    pub(super) count: u32,
}

/// What comes back.
#[derive(Clone, Message)]
pub(super) struct EchoReply {
    /// What was sent.
    #[prost(string, tag = "1")]
    pub(super) message: String,
    /// Which of the replies of a call this is, from 0 on.
    #[prost(uint32, tag = "2")]
    pub(super) index: u32,
    /// The metadata of the call, where it is text.
    #[prost(map = "string, string", tag = "3")]
    pub(super) metadata: HashMap<String, String>,
    /// What the server knows of the connection.
    #[prost(message, optional, tag = "4")]
    pub(super) connection: Option<Connection>,
}

/// What the server knows of a connection.
#[derive(Clone, Message)]
pub(super) struct Connection {
    /// The client's address and port.
    #[prost(string, tag = "1")]
    pub(super) peer: String,
    /// The server's.
    #[prost(string, tag = "2")]
    pub(super) local: String,
    /// What TLS agreed on; not set without TLS.
    #[prost(message, optional, tag = "3")]
    pub(super) tls: Option<Tls>,
}

/// What TLS agreed on.
#[derive(Clone, Message)]
pub(super) struct Tls {
    /// `TLS 1.3`.
    #[prost(string, tag = "1")]
    pub(super) version: String,
    #[prost(string, tag = "2")]
    pub(super) suite: String,
    /// Empty where it is not known, as on some resumptions.
    #[prost(string, tag = "3")]
    pub(super) group: String,
    #[prost(string, tag = "4")]
    pub(super) alpn: String,
    #[prost(bool, tag = "5")]
    pub(super) resumed: bool,
    /// The name that the client asked for (SNI).
    #[prost(string, tag = "6")]
    pub(super) server_name: String,
    /// The certificate that the client was shown.
    #[prost(message, optional, tag = "7")]
    pub(super) certificate: Option<Certificate>,
    /// The certificate that the client showed, where it did.
    #[prost(message, optional, tag = "8")]
    pub(super) client_certificate: Option<Certificate>,
}

/// A certificate.
#[derive(Clone, Message)]
pub(super) struct Certificate {
    #[prost(string, tag = "1")]
    pub(super) subject: String,
    #[prost(string, tag = "2")]
    pub(super) issuer: String,
    /// In hexadecimal.
    #[prost(string, tag = "3")]
    pub(super) fingerprint_sha256: String,
    #[prost(string, repeated, tag = "4")]
    pub(super) names: Vec<String>,
}

impl From<&connection::Connection> for Connection {
    fn from(connection: &connection::Connection) -> Self {
        Self {
            peer: connection.peer.to_string(),
            local: connection.local.to_string(),
            tls: connection.tls.as_ref().map(Tls::from),
        }
    }
}

impl From<&connection::Secured> for Tls {
    fn from(tls: &connection::Secured) -> Self {
        let client = tls.client_chain.first();
        let client = client.and_then(|leaf| Cert::parse(leaf).ok());
        let alpn = tls.alpn.as_deref().unwrap_or_default();
        Self {
            version: Version(tls.version).name().into_owned(),
            suite: tls
                .suite
                .map(|suite| Suite(suite).name().into_owned())
                .unwrap_or_default(),
            group: tls
                .group
                .map(|group| Group(group).name().into_owned())
                .unwrap_or_default(),
            alpn: String::from_utf8_lossy(alpn).into_owned(),
            resumed: tls.resumed == Some(true),
            server_name: tls.server_name.clone().unwrap_or_default(),
            certificate: Some(Certificate::from(tls.identity.leaf())),
            client_certificate: client.as_ref().map(Certificate::from),
        }
    }
}

impl From<&Cert> for Certificate {
    fn from(leaf: &Cert) -> Self {
        Self {
            subject: leaf.subject().to_string(),
            issuer: leaf.issuer().to_string(),
            fingerprint_sha256: hex(leaf.fingerprint()),
            names: leaf.sans().iter().map(ToString::to_string).collect(),
        }
    }
}
