//! Identities → rustls server configurations: one for each identity, so that the choice made on the
//! ClientHello is the one that is served, all with one set of terms and one store of sessions.

use std::sync::{Arc, PoisonError, RwLock};

use rustls::crypto::aws_lc_rs;
use rustls::server::{
    ClientHello, NoServerSessionStorage, ProducesTickets, ResolvesServerCert, ServerConfig,
};
use rustls::sign::CertifiedKey;

use super::identity::Identity;
use super::resolver::{self, Wish};
use super::terms::{Terms, Version, offer};
use super::ticket::SharedTickets;
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
    newest: Version,
    ticketer: Arc<dyn ProducesTickets>,
    clients: Option<Vec<[u8; 32]>>,
}

impl Terminator {
    /// A terminator that serves these identities on these terms.
    ///
    /// # Errors
    ///
    /// An input error where clients cannot be verified, a bug where nothing can be negotiated.
    pub(crate) fn new(identities: Vec<Arc<Identity>>, terms: &Terms) -> Result<Self> {
        let current = Current::new(identities, terms, None)?;
        Ok(Self {
            current: RwLock::new(Arc::new(current)),
        })
    }

    /// What is served at the moment.
    pub(crate) fn current(&self) -> Arc<Current> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Serves these identities from now on; connections that exist go on as they are. Tickets stay good
    /// unless what is asked of clients has changed.
    ///
    /// # Errors
    ///
    /// As [`Terminator::new`]; what was served before stays.
    pub(crate) fn exchange(&self, identities: Vec<Arc<Identity>>, terms: &Terms) -> Result<()> {
        let next = Arc::new(Current::new(identities, terms, Some(&self.current()))?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }
}

impl Current {
    fn new(identities: Vec<Arc<Identity>>, terms: &Terms, before: Option<&Self>) -> Result<Self> {
        let clients = clients(terms);
        let ticketer: Arc<dyn ProducesTickets> = match (&terms.tickets, before) {
            (Some(secrets), _) => Arc::new(SharedTickets::new(secrets, terms.client.as_ref())?),
            (None, Some(before)) if before.clients == clients => Arc::clone(&before.ticketer),
            _ => aws_lc_rs::Ticketer::new()
                .map_err(|e| Error::bug("no ticket key could be made").because(e))?,
        };
        let config = |identity: &Arc<Identity>| config(identity, terms, Arc::clone(&ticketer));
        let configs = identities.iter().map(config).collect::<Result<_>>()?;
        Ok(Self {
            configs,
            identities,
            strict: terms.strict,
            newest: terms.max,
            ticketer,
            clients,
        })
    }

    /// The identity to present and its configuration; `None` where the name is refused.
    pub(crate) fn choose(&self, wish: &Wish) -> Option<(Arc<Identity>, Arc<ServerConfig>)> {
        let chosen = resolver::choose(&self.identities, self.strict, self.newest, wish)?;
        Some((
            Arc::clone(&self.identities[chosen]),
            Arc::clone(&self.configs[chosen]),
        ))
    }

    /// Whether TLS 1.3 is spoken under every identity that it can be spoken under.
    pub(crate) fn speaks_tls13(&self) -> bool {
        self.newest == Version::Tls13
    }

    /// A configuration that speaks TLS 1.3.
    #[cfg(feature = "quic")]
    pub(super) fn modern(&self) -> Option<ServerConfig> {
        let place = self.identities.iter().position(|identity| !identity.is_weak())?;
        Some(ServerConfig::clone(&self.configs[place]))
    }

    /// The identities, in order.
    pub(crate) fn identities(&self) -> &[Arc<Identity>] {
        &self.identities
    }
}

/// What decides whether a client that was verified before would be verified now.
fn clients(terms: &Terms) -> Option<Vec<[u8; 32]>> {
    let client = terms.client.as_ref()?;
    let mut anchors: Vec<_> = client
        .anchors
        .iter()
        .map(|anchor| *anchor.fingerprint())
        .collect();
    anchors.sort_unstable();
    anchors.push([u8::from(client.required); 32]);
    Some(anchors)
}

fn config(
    identity: &Arc<Identity>,
    terms: &Terms,
    ticketer: Arc<dyn ProducesTickets>,
) -> Result<Arc<ServerConfig>> {
    let mut versions = terms.versions();
    if identity.is_weak() {
        versions = vec![&rustls::version::TLS12];
    }
    let provider = Arc::new(terms.provider());
    let builder = offer(&provider, &versions)?;
    let client = identity.client().or(terms.client.as_ref());
    let builder = match client {
        Some(client) => builder.with_client_cert_verifier(client.verifier(&provider)?),
        None => builder.with_no_client_auth(),
    };
    let mut config = builder.with_cert_resolver(Arc::new(Presented(Arc::clone(identity.certified()))));
    config.alpn_protocols.clone_from(&terms.alpn);
    config.ignore_client_order = true;
    // A session is as good as its certificate, and tickets are for what all identities ask.
    if terms.resumption && identity.client().is_none() {
        config.ticketer = ticketer;
    } else {
        config.send_tls13_tickets = 0;
        config.session_storage = Arc::new(NoServerSessionStorage {});
    }
    if let Some(keylog) = &terms.keylog {
        config.key_log = Arc::clone(keylog) as Arc<dyn rustls::KeyLog>;
    }
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
