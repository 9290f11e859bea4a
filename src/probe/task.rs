//! What is asked for, of one target: everything that scans need to know to plan and to judge.

use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use rustls::sign::CertifiedKey;

use super::dns::Resolver;
use super::starttls::Protocol;
use super::target::Target;
use crate::pki::cert::Cert;
use crate::pki::host::Host;
use crate::pki::lint::Profile;
use crate::pki::verify::Crl;
use crate::tlsconf::anchors::Store;

/// One target with the questions' settings.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    /// What the user named.
    pub(crate) target: Target,
    /// The server name to send; `None` sends none.
    pub(crate) sni: Option<String>,
    /// The name that the certificate must cover; `None` where there is none to check.
    pub(crate) host: Option<Host>,
    /// The moment that validity is judged at.
    pub(crate) now: Timestamp,
    /// Whom to trust; `None` where trust is not to be judged.
    pub(crate) anchors: Option<Arc<[Cert]>>,
    /// The stores that trust is stated for one by one, beside the verdict.
    pub(crate) stores: Arc<[Store]>,
    /// The protocol that TLS has to be asked for in.
    pub(crate) starttls: Option<&'static Protocol>,
    /// The port where the same host may speak plain HTTP.
    pub(crate) http_port: Option<u16>,
    /// Revocation lists to consult.
    pub(crate) crls: Arc<[Crl]>,
    /// Whose rules the certificates are held to; `None` where they are not to be looked at.
    pub(crate) lint: Option<Profile>,
    /// Whether to fetch issuers that the server left out.
    pub(crate) fetches_issuers: bool,
    /// Who is asked what the DNS says about the server; `None` asks nobody.
    pub(crate) resolver: Option<Arc<Resolver>>,
    /// The ECHConfigList to try instead of what the DNS has.
    pub(crate) ech: Option<Arc<[u8]>>,
    /// Whether to ask over QUIC too.
    pub(crate) asks_quic: bool,
    /// The certificate to present where one is asked for.
    pub(crate) identity: Option<Arc<CertifiedKey>>,
}

impl Task {
    /// The port that the target is asked at, wherever connections lead.
    pub(crate) fn port(&self) -> u16 {
        let usual = self.starttls.map_or(443, |protocol| protocol.port);
        self.target.port.unwrap_or(usual)
    }

    /// What a browser would write into Host: the name, and the port unless it is the usual one.
    pub(crate) fn authority(&self) -> String {
        match self.target.port {
            None | Some(443) => self.host_name(),
            Some(port) => format!("{}:{port}", self.host_name()),
        }
    }

    /// The name of the server as a URL has it.
    pub(crate) fn host_name(&self) -> String {
        match (&self.sni, &self.target.host) {
            (Some(name), _) => name.clone(),
            (None, Host::Ip(IpAddr::V6(address))) => format!("[{address}]"),
            (None, host) => host.to_string(),
        }
    }
}
