//! What a server negotiates: versions, suites, groups, application protocols, client certificates. Names
//! are checked against what the library can do, and an unknown one lists those that there are.

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, SupportedKxGroup, aws_lc_rs};
use rustls::pki_types::CertificateDer;
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{
    ConfigBuilder, RootCertStore, ServerConfig, SignatureScheme, SupportedCipherSuite,
    SupportedProtocolVersion, WantsVerifier, version,
};

use super::keylog::KeyLog;
use super::ticket::Secrets;
use crate::error::{Error, Result};
use crate::pki::cert::Cert;
use crate::wire::group::Group;
use crate::wire::suite::Suite;

/// What a server negotiates.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    /// The application protocols, first choice first.
    pub(crate) alpn: Vec<Vec<u8>>,
    /// Refuse names that no identity is for.
    pub(crate) strict: bool,
    /// The oldest version.
    pub(crate) min: Version,
    /// The newest version.
    pub(crate) max: Version,
    /// Suites in order of preference; all, where empty.
    pub(crate) suites: Vec<SupportedCipherSuite>,
    /// Groups in order of preference; the library's choice, where empty.
    pub(crate) groups: Vec<&'static dyn SupportedKxGroup>,
    /// Whom clients must be certified by, where they are asked.
    pub(crate) client: Option<Client>,
    /// Where session secrets are written, for debugging.
    pub(crate) keylog: Option<Arc<KeyLog>>,
    /// Whether sessions can be resumed.
    pub(crate) resumption: bool,
    /// What session tickets are sealed with, where several servers share it.
    pub(crate) tickets: Option<Secrets>,
}

/// A version of TLS that is spoken.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Version {
    /// RFC 5246.
    Tls12,
    /// RFC 8446.
    Tls13,
}

/// What is asked of clients.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    /// Who may certify them.
    pub(crate) anchors: Vec<Cert>,
    /// Whether one that shows no certificate is refused.
    pub(crate) required: bool,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            alpn: vec![b"h2".to_vec(), b"http/1.1".to_vec()],
            strict: false,
            min: Version::Tls12,
            max: Version::Tls13,
            suites: Vec::new(),
            groups: Vec::new(),
            client: None,
            keylog: None,
            resumption: true,
            tickets: None,
        }
    }
}

impl Terms {
    /// The versions, as the library wants them.
    pub(super) fn versions(&self) -> Vec<&'static SupportedProtocolVersion> {
        [
            (Version::Tls13, &version::TLS13),
            (Version::Tls12, &version::TLS12),
        ]
        .into_iter()
        .filter(|(version, _)| (self.min..=self.max).contains(version))
        .map(|(_, known)| known)
        .collect()
    }

    /// Whether anything can be negotiated, and clients verified.
    ///
    /// # Errors
    ///
    /// A usage error where versions, suites and groups exclude each other; an input error where the client CA
    /// is no good.
    pub(crate) fn check(&self) -> Result<()> {
        let provider = Arc::new(self.provider());
        offer(&provider, &self.versions())?;
        if let Some(client) = &self.client {
            client.verifier(&provider)?;
        }
        Ok(())
    }

    /// Whether a key can be used in one of the suites; `signs` says whether it makes one of these signatures.
    /// The suites of TLS 1.3 leave the key open.
    pub(super) fn takes(&self, signs: impl Fn(&[SignatureScheme]) -> bool) -> bool {
        self.provider().cipher_suites.iter().any(|suite| match suite {
            SupportedCipherSuite::Tls12(suite) => self.min == Version::Tls12 && signs(suite.sign),
            SupportedCipherSuite::Tls13(_) => self.max == Version::Tls13,
        })
    }

    /// The library with nothing but these suites and groups.
    pub(super) fn provider(&self) -> CryptoProvider {
        let mut provider = aws_lc_rs::default_provider();
        if !self.suites.is_empty() {
            provider.cipher_suites.clone_from(&self.suites);
        }
        if !self.groups.is_empty() {
            provider.kx_groups.clone_from(&self.groups);
        }
        provider
    }
}

/// The beginning of a configuration.
///
/// # Errors
///
/// A usage error where nothing could be negotiated.
pub(super) fn offer(
    provider: &Arc<CryptoProvider>,
    versions: &[&'static SupportedProtocolVersion],
) -> Result<ConfigBuilder<ServerConfig, WantsVerifier>> {
    ServerConfig::builder_with_provider(Arc::clone(provider))
        .with_protocol_versions(versions)
        .map_err(|e| Error::usage("these versions, suites and groups have nothing in common").because(e))
}

impl Client {
    /// The verifier of client certificates.
    pub(super) fn verifier(&self, provider: &Arc<CryptoProvider>) -> Result<Arc<dyn ClientCertVerifier>> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(
            self.anchors
                .iter()
                .map(|cert| CertificateDer::from(cert.der().to_vec())),
        );
        let builder = WebPkiClientVerifier::builder_with_provider(roots.into(), Arc::clone(provider));
        let builder = if self.required {
            builder
        } else {
            builder.allow_unauthenticated()
        };
        builder.build().map_err(|e| {
            Error::input("clients cannot be verified with this client CA")
                .because(e)
                .hint("give the CA's own certificate: the cert.pem in its directory")
        })
    }
}

/// Reads suites by their IANA or OpenSSL names, separated by commas or colons.
///
/// # Errors
///
/// A usage error that lists the suites there are.
pub(crate) fn suites(list: &str) -> Result<Vec<SupportedCipherSuite>> {
    let known = aws_lc_rs::ALL_CIPHER_SUITES;
    let number = |suite: &SupportedCipherSuite| Suite(u16::from(suite.suite()));
    names(list)
        .map(|name| {
            let is = |suite: &&SupportedCipherSuite| {
                let suite = number(suite);
                suite.name().eq_ignore_ascii_case(name)
                    || suite
                        .openssl_name()
                        .is_some_and(|openssl| openssl.eq_ignore_ascii_case(name))
            };
            known.iter().find(is).copied().ok_or_else(|| {
                let all: Vec<_> = known.iter().map(|suite| number(suite).name()).collect();
                unknown("suite", name, &all.join(", "))
            })
        })
        .collect()
}

/// Reads groups by name, separated by commas or colons.
///
/// # Errors
///
/// A usage error that lists the groups there are.
pub(crate) fn groups(list: &str) -> Result<Vec<&'static dyn SupportedKxGroup>> {
    let known = aws_lc_rs::ALL_KX_GROUPS;
    let number = |group: &&'static dyn SupportedKxGroup| Group(u16::from(group.name()));
    names(list)
        .map(|name| {
            let wanted = ALIASES
                .iter()
                .find(|(alias, _)| alias.eq_ignore_ascii_case(name))
                .map_or(name, |(_, real)| real);
            let is =
                |group: &&&'static dyn SupportedKxGroup| number(group).name().eq_ignore_ascii_case(wanted);
            known.iter().find(is).copied().ok_or_else(|| {
                let all: Vec<_> = known.iter().map(|group| number(group).name()).collect();
                unknown("group", name, &all.join(", "))
            })
        })
        .collect()
}

fn names(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', ':', ' ']).filter(|name| !name.is_empty())
}

fn unknown(what: &str, name: &str, all: &str) -> Error {
    Error::usage(format!("`{name}` is no {what} that can be served")).hint(format!("choose of: {all}"))
}

/// Names that OpenSSL and NIST use.
const ALIASES: &[(&str, &str)] = &[
    ("P-256", "secp256r1"),
    ("P-384", "secp384r1"),
    ("prime256v1", "secp256r1"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suites_and_groups_go_by_every_name_they_have() {
        assert_eq!(
            suites("TLS_AES_128_GCM_SHA256,ECDHE-RSA-AES256-GCM-SHA384")
                .expect("known")
                .len(),
            2
        );
        assert_eq!(groups("x25519:P-256,X25519MLKEM768").expect("known").len(), 3);
        assert!(suites("RC4-SHA").is_err() && groups("secp521r1").is_err());
    }
}
