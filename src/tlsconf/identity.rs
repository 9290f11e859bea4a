//! An identity: a certificate chain with the key that belongs to it, ready for rustls, and the names under
//! which it is served. Once made, chain and key belong together.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;

use super::terms::{Client, Terms};
use crate::error::{Error, Result};
use crate::pki::cert::Cert;
use crate::pki::format::der::hex;
use crate::pki::key::Key;

/// A certificate chain with its key.
#[derive(Debug)]
pub(crate) struct Identity {
    chain: Vec<Cert>,
    certified: Arc<CertifiedKey>,
    names: Vec<String>,
    /// Its key signs as TLS 1.3 does not.
    is_weak: bool,
    /// What it asks of clients, whatever its listener does.
    client: Option<Client>,
    origin: Origin,
}

/// Where an identity came from.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Origin {
    /// As the user wrote it; `ad hoc` where it was made on the spot.
    pub(crate) shown: String,
    /// The files it was read from, which must not be served to anyone.
    pub(crate) files: Vec<PathBuf>,
    /// What the configuration says about it, for echo.
    pub(crate) meta: Option<serde_json::Value>,
}

impl Identity {
    /// Puts a chain (leaf first) and its key together. `names`, where given, replace those of the leaf.
    ///
    /// # Errors
    ///
    /// An input error where the key belongs to another certificate, or no handshake can be signed with it.
    pub(crate) fn new(
        chain: Vec<Cert>,
        key: &Key,
        names: Option<Vec<String>>,
        origin: Origin,
    ) -> Result<Self> {
        let shown = || origin.shown.clone();
        let Some(leaf) = chain.first() else {
            return Err(Error::bug(format!("the chain of `{}` is empty", shown())));
        };
        if leaf.spki() != key.spki() {
            return Err(Error::bug(format!(
                "the key of `{}` belongs to another certificate",
                shown()
            )));
        }
        let signer = any_supported_type(&PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(
            key.pkcs8().to_vec(),
        )))
        .map_err(|_| {
            Error::input(format!(
                "no TLS handshake can be signed with the key of `{}`",
                shown()
            ))
            .because(format!("it is of kind {}", key.label()))
            .hint("`tlsctl gen` makes keys that every client accepts")
        })?;
        let ders = chain
            .iter()
            .map(|cert| CertificateDer::from(cert.der().to_vec()))
            .collect();
        let names = names.unwrap_or_else(|| certified_names(leaf));
        Ok(Self {
            certified: Arc::new(CertifiedKey::new(ders, signer)),
            chain,
            names,
            is_weak: false,
            client: None,
            origin,
        })
    }

    /// A chain and a key as they are, served for `name`; `chain` is what can be read of it, and without
    /// anything that can there is no identity. A weak key is only good for TLS 1.2.
    pub(crate) fn as_is(
        certified: CertifiedKey,
        chain: Vec<Cert>,
        name: &str,
        is_weak: bool,
        origin: Origin,
    ) -> Option<Self> {
        (!chain.is_empty()).then(|| Self {
            chain,
            certified: Arc::new(certified),
            names: vec![name.to_owned()],
            is_weak,
            client: None,
            origin,
        })
    }

    /// The same, shown only to clients that meet this demand.
    #[must_use]
    pub(crate) fn demanding(mut self, client: Client) -> Self {
        self.client = Some(client);
        self
    }

    /// What it asks of clients, whatever its listener does.
    pub(super) fn client(&self) -> Option<&Client> {
        self.client.as_ref()
    }

    /// Whether its key signs as TLS 1.3 does not.
    pub(crate) fn is_weak(&self) -> bool {
        self.is_weak
    }

    /// Whether its key can be used on these terms.
    pub(crate) fn suits(&self, terms: &Terms) -> bool {
        terms.takes(|schemes| self.certified.key.choose_scheme(schemes).is_some())
    }

    /// The same with a stapled OCSP response, DER.
    #[must_use]
    pub(crate) fn with_staple(&self, staple: Vec<u8>) -> Self {
        let mut certified = CertifiedKey::clone(&self.certified);
        certified.ocsp = Some(staple);
        Self {
            certified: Arc::new(certified),
            chain: self.chain.clone(),
            names: self.names.clone(),
            is_weak: self.is_weak,
            client: self.client.clone(),
            origin: self.origin.clone(),
        }
    }

    /// The end-entity certificate.
    pub(crate) fn leaf(&self) -> &Cert {
        self.chain
            .first()
            .expect("an identity is made with at least a leaf")
    }

    /// The chain, leaf first.
    pub(crate) fn chain(&self) -> &[Cert] {
        &self.chain
    }

    /// What rustls presents.
    pub(crate) fn certified(&self) -> &Arc<CertifiedKey> {
        &self.certified
    }

    /// The names it is served under, lower case; patterns begin with `*.`.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Where it came from.
    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// SHA-256 of the leaf in hexadecimal.
    pub(crate) fn fingerprint(&self) -> String {
        hex(self.leaf().fingerprint())
    }

    /// Whether it is served under this DNS name (lower case).
    pub(crate) fn is_named(&self, name: &str) -> bool {
        self.names.iter().any(|pattern| is_for(pattern, name))
    }

    /// Whether it is good for this host of a URL: a DNS name, or an address without brackets.
    pub(crate) fn covers(&self, host: &str) -> bool {
        match host.parse::<IpAddr>() {
            Ok(ip) => self.names.iter().any(|name| name.parse() == Ok(ip)),
            Err(_) => self.is_named(host),
        }
    }

    /// The names, of those it is served under, which its certificate is not for.
    pub(crate) fn uncovered(&self) -> Vec<&str> {
        let certified = certified_names(self.leaf());
        let is_uncovered = |name: &&String| !certified.iter().any(|own| own == *name || is_for(own, name));
        self.names
            .iter()
            .filter(is_uncovered)
            .map(String::as_str)
            .collect()
    }
}

/// The DNS names and addresses among the alternative names. The common name counts for nothing (RFC 9525
/// §6.1): a certificate without alternative names is served as the fallback only.
fn certified_names(leaf: &Cert) -> Vec<String> {
    let dns = leaf
        .dns_names()
        .map(|name| name.trim_end_matches('.').to_ascii_lowercase());
    dns.chain(leaf.ip_addresses().map(|ip| ip.to_string())).collect()
}

/// Whether a name or a pattern `*.parent` is for `name`: a wildcard stands for exactly one label.
fn is_for(pattern: &str, name: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(parent) => name
            .split_once('.')
            .is_some_and(|(first, rest)| !first.is_empty() && rest == parent),
        None => pattern == name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_stands_for_exactly_one_label_and_never_for_none() {
        assert!(is_for("*.bigcorp.test", "a.bigcorp.test"));
        assert!(is_for("*.localhost", "x.localhost"));
        for name in [
            "bigcorp.test",
            "a.b.bigcorp.test",
            ".bigcorp.test",
            "bigcorp.test.",
            "test",
        ] {
            assert!(!is_for("*.bigcorp.test", name), "{name}");
        }
        assert!(!is_for("*.localhost", "localhost"));
        assert!(!is_for("f*.test", "foo.test"));
    }
}
