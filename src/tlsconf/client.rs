//! A rustls client that asks questions instead of protecting anyone: it accepts every certificate and
//! records what it was shown, so that the judging is done elsewhere, with the whole chain in hand. Never to
//! be used where the answer matters to the confidentiality of what is sent.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{
    ClientSessionMemoryCache, ClientSessionStore, EchConfig, EchMode, ResolvesClientCert, Resumption,
    Tls12Resumption,
};
use rustls::compress::{CertDecompressor, DecompressionFailed};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::sign::CertifiedKey;
use rustls::{
    CertificateCompressionAlgorithm, CipherSuite, ClientConfig, DigitallySignedStruct, KeyLog, NamedGroup,
    ProtocolVersion, SignatureScheme, SupportedProtocolVersion, version,
};

use crate::error::{Error, Result};
use crate::pki::cert::Cert;
use crate::pki::public_key::KeyKind;

/// What a client offers: everything the library has, unless narrowed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Offer {
    /// The only version to offer.
    pub(crate) version: Option<ProtocolVersion>,
    /// The only suites to offer, in the library's order.
    pub(crate) suites: Option<Vec<CipherSuite>>,
    /// The only groups to offer, in this order.
    pub(crate) groups: Option<Vec<NamedGroup>>,
    /// The only signature schemes to offer, in this order; `memory` keeps those it was made with.
    pub(crate) schemes: Option<Vec<SignatureScheme>>,
    /// The algorithms of certificate compression to offer; a server that takes one ends the handshake,
    /// since nothing is decompressed here.
    pub(crate) compressions: Vec<CertificateCompressionAlgorithm>,
    /// The ECHConfigList to encrypt the hello by, which then offers TLS 1.3 alone.
    pub(crate) ech: Option<Vec<u8>>,
    /// The application protocols to offer, first choice first; empty sends no extension.
    pub(crate) alpn: Vec<Vec<u8>>,
    /// The certificate to present where one is asked for.
    pub(crate) identity: Option<Arc<CertifiedKey>>,
    /// What an earlier handshake left, to be taken up again.
    pub(crate) memory: Option<Memory>,
    /// Whether TLS 1.2 sessions are to be found by id alone, without tickets.
    pub(crate) ids_only: bool,
    /// Whether to send early data when a ticket allows it.
    pub(crate) early_data: bool,
}

/// What outlives one handshake: sessions, which rustls takes up again only under the same verifier.
#[derive(Clone, Debug)]
pub(crate) struct Memory {
    sessions: Arc<dyn ClientSessionStore>,
    verifier: Arc<Recorder>,
    resolver: Arc<Presenter>,
    secrets: Arc<Secrets>,
}

impl Memory {
    /// Remembers no session yet, and presents `identity` where a certificate is asked for.
    pub(crate) fn new(identity: Option<Arc<CertifiedKey>>) -> Self {
        Self {
            sessions: Arc::new(ClientSessionMemoryCache::new(8)),
            verifier: Arc::new(Recorder::new(SCHEMES)),
            resolver: Arc::new(Presenter {
                identity,
                asked: Mutex::default(),
            }),
            secrets: Arc::default(),
        }
    }

    /// What the last handshake showed; it is forgotten with this.
    pub(crate) fn take(&self) -> Shown {
        let mut shown = std::mem::take(&mut *lock(&self.verifier.shown));
        shown.client_ca = lock(&self.resolver.asked).take();
        shown.secret = lock(&self.secrets.server).take();
        shown
    }
}

/// What a handshake showed of the server.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    /// The certificates as sent, leaf first.
    pub(crate) chain: Vec<Vec<u8>>,
    /// The stapled OCSP response; empty where there was none.
    pub(crate) staple: Vec<u8>,
    /// The scheme of the signature over the handshake, and whether it was right, where that can be told.
    pub(crate) signature: Option<(SignatureScheme, Option<bool>)>,
    /// The names of acceptable client CAs, where a client certificate was asked for.
    pub(crate) client_ca: Option<Vec<Vec<u8>>>,
    /// What the keys of the server's application data come from, in TLS 1.3.
    pub(crate) secret: Option<Vec<u8>>,
}

/// The configuration for one handshake with `offer`, and what will have recorded it.
///
/// # Errors
///
/// A bug where the offer is one that the library cannot make.
pub(crate) fn config(offer: &Offer) -> Result<(Arc<ClientConfig>, Memory)> {
    let memory = offer.memory.clone().unwrap_or_else(|| {
        let mut memory = Memory::new(offer.identity.clone());
        if let Some(only) = &offer.schemes {
            memory.verifier = Arc::new(Recorder::new(only));
        }
        memory
    });
    let versions: Vec<&'static SupportedProtocolVersion> = [&version::TLS13, &version::TLS12]
        .into_iter()
        .filter(|known| offer.version.is_none_or(|only| known.version == only))
        .collect();
    let builder = ClientConfig::builder_with_provider(Arc::new(provider(offer)));
    let builder = match &offer.ech {
        None => builder.with_protocol_versions(&versions),
        Some(list) => builder.with_ech(encryption(list)?),
    };
    let mut config = builder
        .map_err(|e| Error::bug("the client's offer is empty").because(e))?
        .dangerous()
        .with_custom_certificate_verifier(memory.verifier.clone())
        .with_client_cert_resolver(memory.resolver.clone());
    config.alpn_protocols.clone_from(&offer.alpn);
    config.cert_decompressors = decompressors(&offer.compressions);
    config.check_selected_alpn = false;
    config.key_log = memory.secrets.clone();
    config.enable_early_data = offer.early_data;
    config.resumption = Resumption::store(memory.sessions.clone());
    if offer.ids_only {
        config.resumption = config.resumption.tls12_resumption(Tls12Resumption::SessionIdOnly);
    }
    Ok((Arc::new(config), memory))
}

/// How the hello is encrypted, by the first configuration of the list that the library can use.
fn encryption(list: &[u8]) -> Result<EchMode> {
    let config = EchConfig::new(list.into(), aws_lc_rs::hpke::ALL_SUPPORTED_SUITES);
    config
        .map(EchMode::Enable)
        .map_err(|e| Error::input("no ECH configuration can be used").because(e))
}

/// Something that can be offered for each algorithm, and decompresses nothing.
fn decompressors(offered: &[CertificateCompressionAlgorithm]) -> Vec<&'static dyn CertDecompressor> {
    let all: [&'static dyn CertDecompressor; 3] = [&Unused(1), &Unused(2), &Unused(3)];
    all.into_iter()
        .filter(|one| offered.contains(&one.algorithm()))
        .collect()
}

/// A decompressor by its number that refuses its work.
#[derive(Debug)]
struct Unused(u16);

impl CertDecompressor for Unused {
    fn decompress(&self, _: &[u8], _: &mut [u8]) -> Result<(), DecompressionFailed> {
        Err(DecompressionFailed)
    }

    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        self.0.into()
    }
}

/// The suites of the library, by their registered numbers.
pub(crate) fn suites() -> impl Iterator<Item = u16> {
    let provider = aws_lc_rs::default_provider();
    provider
        .cipher_suites
        .into_iter()
        .map(|suite| u16::from(suite.suite()))
}

/// The groups that the library offers, by their registered numbers.
pub(crate) fn groups() -> impl Iterator<Item = u16> {
    let provider = aws_lc_rs::default_provider();
    provider
        .kx_groups
        .into_iter()
        .map(|group| u16::from(group.name()))
}

fn provider(offer: &Offer) -> CryptoProvider {
    let mut provider = aws_lc_rs::default_provider();
    if let Some(only) = &offer.suites {
        provider
            .cipher_suites
            .retain(|suite| only.contains(&suite.suite()));
    }
    if let Some(only) = &offer.groups {
        provider.kx_groups = only
            .iter()
            .filter_map(|name| {
                aws_lc_rs::ALL_KX_GROUPS
                    .iter()
                    .find(|group| group.name() == *name)
            })
            .copied()
            .collect();
    }
    provider
}

/// Accepts what it is shown, and keeps it.
struct Recorder {
    schemes: Vec<SignatureScheme>,
    shown: Mutex<Shown>,
}

impl Recorder {
    fn new(schemes: &[SignatureScheme]) -> Self {
        Self {
            schemes: schemes.to_vec(),
            shown: Mutex::default(),
        }
    }

    fn signed(
        &self,
        scheme: SignatureScheme,
        verdict: Result<HandshakeSignatureValid, rustls::Error>,
    ) -> HandshakeSignatureValid {
        let right = match verdict {
            Ok(_) => Some(true),
            Err(rustls::Error::InvalidCertificate(rustls::CertificateError::BadSignature))
                if lock(&self.shown)
                    .chain
                    .first()
                    .is_some_and(|leaf| is_checkable(leaf)) =>
            {
                Some(false)
            }
            Err(_) => None,
        };
        lock(&self.shown).signature = Some((scheme, right));
        HandshakeSignatureValid::assertion()
    }
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        staple: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let mut shown = lock(&self.shown);
        shown.chain = std::iter::once(leaf)
            .chain(others)
            .map(|certificate| certificate.to_vec())
            .collect();
        shown.staple = staple.to_vec();
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms;
        let verdict = verify_tls12_signature(message, leaf, signature, &algorithms);
        Ok(self.signed(signature.scheme, verdict))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms;
        let verdict = verify_tls13_signature(message, leaf, signature, &algorithms);
        Ok(self.signed(signature.scheme, verdict))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes.clone()
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder")
    }
}

/// Whether signatures of this certificate's key can be checked here. The library calls every signature of
/// an RSA key bad that is shorter than 2048 bits, or whose exponent it does not take.
fn is_checkable(leaf: &[u8]) -> bool {
    let kind = Cert::parse(leaf).map(|leaf| leaf.public_key().kind().clone());
    match kind {
        Ok(KeyKind::Rsa { bits, exponent }) => {
            let is_odd = exponent.last().is_some_and(|octet| octet % 2 == 1);
            bits >= 2048 && is_odd && *exponent != [1]
        }
        Ok(_) => true,
        Err(_) => false,
    }
}

/// Keeps the secret that a server's application data is encrypted by, of a session that protects nothing.
#[derive(Default)]
struct Secrets {
    server: Mutex<Option<Vec<u8>>>,
}

impl KeyLog for Secrets {
    fn log(&self, label: &str, _: &[u8], secret: &[u8]) {
        if label == "SERVER_TRAFFIC_SECRET_0" {
            *lock(&self.server) = Some(secret.to_vec());
        }
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

/// Presents the identity it was given, and keeps whose certificates were asked for.
#[derive(Debug)]
struct Presenter {
    identity: Option<Arc<CertifiedKey>>,
    asked: Mutex<Option<Vec<Vec<u8>>>>,
}

impl ResolvesClientCert for Presenter {
    fn resolve(&self, authorities: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        *lock(&self.asked) = Some(authorities.iter().map(|name| name.to_vec()).collect());
        self.identity.clone()
    }

    /// True even without an identity: whether one is asked for is itself the question.
    fn has_certs(&self) -> bool {
        true
    }
}

/// A lock whose holder panicked guards plain data that is still whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The groups without a post-quantum part: what makes a hello fit one segment.
pub(crate) const CLASSIC_GROUPS: &[NamedGroup] =
    &[NamedGroup::X25519, NamedGroup::secp256r1, NamedGroup::secp384r1];

/// What to offer for the server's signature: also what no verifier here knows, since a server that can
/// do nothing else still has a certificate to show.
const SCHEMES: &[SignatureScheme] = &[
    SignatureScheme::ECDSA_NISTP256_SHA256,
    SignatureScheme::ECDSA_NISTP384_SHA384,
    SignatureScheme::ECDSA_NISTP521_SHA512,
    SignatureScheme::ED25519,
    SignatureScheme::RSA_PSS_SHA256,
    SignatureScheme::RSA_PSS_SHA384,
    SignatureScheme::RSA_PSS_SHA512,
    SignatureScheme::RSA_PKCS1_SHA256,
    SignatureScheme::RSA_PKCS1_SHA384,
    SignatureScheme::RSA_PKCS1_SHA512,
    SignatureScheme::ML_DSA_44,
    SignatureScheme::ML_DSA_65,
    SignatureScheme::ML_DSA_87,
    SignatureScheme::ED448,
    SignatureScheme::ECDSA_SHA1_Legacy,
    SignatureScheme::RSA_PKCS1_SHA1,
];
