//! What a server offers over QUIC: TLS 1.3 and HTTP/3, and an identity that is chosen inside of the handshake,
//! where no alert of ours can be sent: where nobody is to be presented, rustls sends 49 (access_denied).

use std::sync::{Arc, OnceLock};

use rustls::server::{ClientHello, ResolvesServerCert, ServerConfig};
use rustls::sign::CertifiedKey;

use super::identity::Identity;
use super::resolver::Wish;
use super::server::Current;

/// The choice of an identity for one connection: made once, when its ClientHello is there.
#[derive(Debug)]
pub(crate) struct Choice {
    current: Arc<Current>,
    made: OnceLock<Made>,
}

#[derive(Debug)]
struct Made {
    server_name: Option<String>,
    identity: Option<Arc<Identity>>,
}

impl Choice {
    /// What to offer the next connection, and where it will be noted whom it was shown; `None` where no
    /// identity can be shown over TLS 1.3.
    pub(crate) fn of(current: Arc<Current>) -> Option<(ServerConfig, Arc<Self>)> {
        let mut config = current.modern()?;
        let choice = Arc::new(Self {
            current,
            made: OnceLock::new(),
        });
        config.alpn_protocols = vec![b"h3".to_vec()];
        config.cert_resolver = Arc::clone(&choice) as Arc<dyn ResolvesServerCert>;
        // What is sent early could be sent again by anyone (RFC 8446 §8).
        config.max_early_data_size = 0;
        Some((config, choice))
    }

    /// The identity that was chosen.
    pub(crate) fn identity(&self) -> Option<Arc<Identity>> {
        self.made.get()?.identity.clone()
    }

    /// The name that was asked for, in lower case.
    pub(crate) fn server_name(&self) -> Option<&str> {
        self.made.get()?.server_name.as_deref()
    }

    /// Whether the name that was asked for is refused.
    pub(crate) fn is_refused(&self) -> bool {
        self.made.get().is_some_and(|made| made.identity.is_none())
    }
}

impl ResolvesServerCert for Choice {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let wish = Wish::of(&hello);
        let identity = self.current.choose(&wish).map(|(identity, _)| identity);
        let key = identity.as_ref().map(|identity| Arc::clone(identity.certified()));
        let _ = self.made.set(Made {
            server_name: wish.name,
            identity,
        });
        key
    }
}
