//! The upstream of `tlsctl serve --proxy`, from its flags.

use std::sync::Arc;
use std::time::Duration;

use super::super::session::Session;
use crate::cli::Serve;
use crate::error::Result;
use crate::serve::mode::proxy::{Proxy, Trusted, Upstream, Url};
use crate::tlsconf::anchors::{self, RootsSpec};
use crate::tlsconf::identity::Identity;
use crate::tlsconf::password::PasswordSource;
use crate::tlsconf::source::{self, Source, Spec};
use crate::tlsconf::upstream::{Peer, Trust};

/// The proxy that the flags ask for.
pub(super) fn of(url: &str, arguments: &Serve, session: &Session) -> Result<Proxy> {
    let url = Url::parse(url)?;
    let flags = &arguments.upstream;
    let peer = if url.tls {
        Some(peer(&url, arguments, session)?)
    } else {
        None
    };
    Ok(Proxy {
        upstream: Upstream::new(url, peer),
        trusted: Trusted::parse(&flags.trust_proxy)?,
        change_origin: flags.change_origin,
        patience: Duration::from_secs(flags.upstream_timeout.max(1)),
    })
}

fn peer(url: &Url, arguments: &Serve, session: &Session) -> Result<Peer> {
    let flags = &arguments.upstream;
    if flags.upstream_insecure {
        session.warn("the upstream's certificate is not checked: whoever stands between can read and change everything");
    }
    let anchors = match &flags.upstream_ca {
        Some(path) => anchors::file(path)?,
        None if flags.upstream_insecure => Vec::new(),
        None => anchors::load(&[RootsSpec::System])?,
    };
    let trust = Trust {
        anchors,
        insecure: flags.upstream_insecure,
        identity: identity(arguments, session)?,
    };
    Peer::new(flags.upstream_server_name.as_deref().unwrap_or(&url.host), &trust)
}

fn identity(arguments: &Serve, session: &Session) -> Result<Option<Arc<Identity>>> {
    let flags = &arguments.upstream;
    let Some(cert) = &flags.upstream_cert else {
        return Ok(None);
    };
    let source = Source::Pair {
        cert: cert.clone(),
        key: flags.upstream_key.clone(),
    };
    let spec = Spec::of(source, None, PasswordSource::default());
    Ok(source::load(&[spec], session.now)?.identities.into_iter().next())
}
