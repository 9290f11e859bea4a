//! Identities → rustls server configurations: one for each identity, so that the choice made on the
//! ClientHello is the one that is served, all with one set of terms and one store of sessions.

use std::sync::{Arc, PoisonError, RwLock};

use rustls::crypto::aws_lc_rs;
use rustls::server::{ClientHello, ProducesTickets, ResolvesServerCert, ServerConfig};
use rustls::sign::CertifiedKey;

use super::identity::Identity;
use super::resolver::{self, Wish};
use crate::error::{Error, Result};

/// What makes a listener TLS; its identities can be exchanged while it runs.
#[derive(Debug)]
pub(crate) struct Terminator {
    current: RwLock<Arc<Current>>,
}

/// What is served at the moment.
#[derive(Debug)]
pub(crate) struct Current {
    identities: Vec<Arc<Identity>>,
    configs: Vec<Arc<ServerConfig>>,
    strict: bool,
}

/// What is negotiated.
#[derive(Debug)]
pub(crate) struct Terms {
    /// The application protocols, first choice first.
    pub(crate) alpn: Vec<Vec<u8>>,
    /// Refuse names that no identity is for.
    pub(crate) strict: bool,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            alpn: vec![b"h2".to_vec(), b"http/1.1".to_vec()],
            strict: false,
        }
    }
}

impl Terminator {
    /// A terminator that serves these identities on these terms.
    ///
    /// # Errors
    ///
    /// A bug where the terms are such that nothing can be negotiated.
    pub(crate) fn new(identities: Vec<Arc<Identity>>, terms: &Terms) -> Result<Self> {
        Ok(Self {
            current: RwLock::new(Arc::new(Current::new(identities, terms)?)),
        })
    }

    /// What is served at the moment.
    pub(crate) fn current(&self) -> Arc<Current> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Current {
    fn new(identities: Vec<Arc<Identity>>, terms: &Terms) -> Result<Self> {
        let ticketer =
            aws_lc_rs::Ticketer::new().map_err(|e| Error::bug("no ticket key could be made").because(e))?;
        let config = |identity: &Arc<Identity>| config(identity, terms, Arc::clone(&ticketer));
        let configs = identities.iter().map(config).collect::<Result<_>>()?;
        Ok(Self {
            configs,
            identities,
            strict: terms.strict,
        })
    }

    /// The identity to present and its configuration; `None` where the name is refused.
    pub(crate) fn choose(&self, wish: &Wish) -> Option<(Arc<Identity>, Arc<ServerConfig>)> {
        let chosen = resolver::choose(&self.identities, self.strict, wish)?;
        Some((
            Arc::clone(&self.identities[chosen]),
            Arc::clone(&self.configs[chosen]),
        ))
    }

    /// The identities, in order.
    pub(crate) fn identities(&self) -> &[Arc<Identity>] {
        &self.identities
    }
}

fn config(
    identity: &Arc<Identity>,
    terms: &Terms,
    ticketer: Arc<dyn ProducesTickets>,
) -> Result<Arc<ServerConfig>> {
    let versions: &[_] = if identity.is_weak() {
        &[&rustls::version::TLS12]
    } else {
        &[&rustls::version::TLS13, &rustls::version::TLS12]
    };
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(versions)
        .map_err(|e| Error::bug("the terms allow no version of TLS").because(e))?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Presented(Arc::clone(identity.certified()))));
    config.alpn_protocols.clone_from(&terms.alpn);
    config.ignore_client_order = true;
    config.ticketer = ticketer;
    Ok(Arc::new(config))
}

/// Presents one certificate, however odd: rustls' own resolver refuses those that it cannot parse.
#[derive(Debug)]
struct Presented(Arc<CertifiedKey>);

impl ResolvesServerCert for Presented {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}
