//! TLS towards an upstream: verified, unless the user says not to. A self-signed certificate that is itself
//! among the anchors is what was asked for, and accepted by name and date.

use std::sync::Arc;

use jiff::Timestamp;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};

use super::identity::Identity;
use crate::error::{Error, Result};
use crate::pki::cert::Cert;
use crate::pki::host::Host;

/// How the upstream is spoken to and known.
#[derive(Debug)]
pub(crate) struct Peer {
    /// The name that it must be certified for.
    pub(crate) name: ServerName<'static>,
    /// Offers HTTP/1.1 only.
    pub(crate) http1: Arc<ClientConfig>,
    /// Offers HTTP/2 first.
    pub(crate) http2: Arc<ClientConfig>,
}

/// What decides about an upstream.
#[derive(Debug)]
pub(crate) struct Trust {
    /// Whom to believe.
    pub(crate) anchors: Vec<Cert>,
    /// Accept whatever is shown.
    pub(crate) insecure: bool,
    /// What to show where the upstream asks for a certificate.
    pub(crate) identity: Option<Arc<Identity>>,
}

impl Peer {
    /// A peer that must be `name`.
    ///
    /// # Errors
    ///
    /// A usage error where the name is none; an input error where the anchors are no good.
    pub(crate) fn new(name: &str, trust: &Trust) -> Result<Self> {
        let host = ServerName::try_from(name.to_owned()).map_err(|e| {
            Error::usage(format!(
                "`{name}` is not a name that an upstream can be certified for"
            ))
            .because(e)
        })?;
        Ok(Self {
            name: host,
            http1: config(trust, &[b"http/1.1"])?,
            http2: config(trust, &[b"h2", b"http/1.1"])?,
        })
    }
}

fn config(trust: &Trust, alpn: &[&[u8]]) -> Result<Arc<ClientConfig>> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|e| Error::bug("no version of TLS is left").because(e))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Verifier::new(trust)?));
    let mut config = match &trust.identity {
        None => builder.with_no_client_auth(),
        Some(identity) => {
            let certified = Arc::clone(identity.certified());
            builder.with_client_cert_resolver(Arc::new(rustls::sign::SingleCertAndKey::from(certified)))
        }
    };
    config.alpn_protocols = alpn.iter().map(|protocol| protocol.to_vec()).collect();
    Ok(Arc::new(config))
}

#[derive(Debug)]
struct Verifier {
    anchors: Vec<Cert>,
    insecure: bool,
    inner: Option<Arc<WebPkiServerVerifier>>,
}

impl Verifier {
    fn new(trust: &Trust) -> Result<Self> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(
            trust
                .anchors
                .iter()
                .map(|cert| CertificateDer::from(cert.der().to_vec())),
        );
        let inner = if trust.insecure {
            None
        } else {
            let provider = Arc::new(aws_lc_rs::default_provider());
            let built = WebPkiServerVerifier::builder_with_provider(roots.into(), provider).build();
            Some(built.map_err(|e| Error::input("the upstream's CA cannot be used").because(e))?)
        };
        Ok(Self {
            anchors: trust.anchors.clone(),
            insecure: trust.insecure,
            inner,
        })
    }

    /// Whether the leaf is itself an anchor, and good for the name and the day.
    fn is_pinned(&self, leaf: &CertificateDer<'_>, name: &ServerName<'_>, now: UnixTime) -> bool {
        let now = i64::try_from(now.as_secs())
            .ok()
            .and_then(|now| Timestamp::from_second(now).ok());
        let pinned = self.anchors.iter().find(|anchor| anchor.der() == leaf.as_ref());
        let (Some(cert), Some(now), Ok(host)) = (pinned, now, Host::parse(&name.to_str())) else {
            return false;
        };
        (cert.not_before()..=cert.not_after()).contains(&now) && host.matches(cert)
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        staple: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(inner) = self.inner.as_ref().filter(|_| !self.insecure) else {
            return Ok(ServerCertVerified::assertion());
        };
        match inner.verify_server_cert(leaf, intermediates, name, staple, now) {
            Err(rustls::Error::InvalidCertificate(
                CertificateError::Other(_) | CertificateError::UnknownIssuer,
            )) if self.is_pinned(leaf, name, now) => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, cert, signed, &algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, signed, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        aws_lc_rs::default_provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}
