//! The upstream of `tlsctl serve --proxy`, from its flags.

use std::sync::Arc;
use std::time::Duration;

use super::super::length;
use super::super::session::Session;
use super::limits;
use super::settings::Settings;
use crate::cli::ProxyProtocol;
use crate::error::{Error, Result};
use crate::serve::introduction::Form;
use crate::serve::mode::proxy::{Proxy, Upstream, Url};
use crate::serve::trusted::Trusted;
use crate::tlsconf::anchors::{self, RootsSpec};
use crate::tlsconf::identity::Identity;
use crate::tlsconf::source;
use crate::tlsconf::upstream::{Peer, Trust};

/// The proxy that the flags ask for.
pub(super) fn of(url: &str, settings: &Settings, session: &Session) -> Result<Proxy> {
    let url = match completed(url) {
        Some(whole) => Err(Error::usage(format!(
            "`{url}` is not an upstream: it does not say how to speak to it"
        ))
        .hint(format!("write --proxy {whole}"))),
        None => Url::parse(url),
    }?;
    let flags = &settings.flags.upstream;
    let peer = if url.tls {
        Some(peer(&url, settings, session)?)
    } else {
        None
    };
    Ok(Proxy {
        upstream: Upstream::new(url, peer),
        trusted: Trusted::parse(&flags.trust_proxy)?,
        change_origin: flags.change_origin,
        introduces: flags.upstream_proxy_protocol.map(|version| match version {
            ProxyProtocol::V1 => Form::V1,
            ProxyProtocol::V2 => Form::V2,
        }),
        patience: flags.upstream_timeout.as_deref().map_or(Ok(PATIENCE), patience)?,
    })
}

/// How long an upstream may take; no time at all is the least.
fn patience(text: &str) -> Result<Duration> {
    let asked = length::wait("--upstream-timeout", text, 0..=*limits::PATIENCE.end())?;
    Ok(asked.max(Duration::from_secs(1)))
}

/// How long an upstream may take where nothing is said.
const PATIENCE: Duration = Duration::from_secs(60);

/// Whether an upstream is spoken to with TLS.
pub(super) fn is_tls(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.tls)
}

/// Whether this is an upstream at all.
pub(super) fn is_url(url: &str) -> bool {
    Url::parse(url).is_ok()
}

/// The URL that was meant by a mere HOST:PORT.
fn completed(text: &str) -> Option<String> {
    let whole = format!("http://{text}");
    let has_port = text.split('/').next()?.rsplit_once(':')?.1.parse::<u16>().is_ok();
    (has_port && !text.contains("://") && Url::parse(&whole).is_ok()).then_some(whole)
}

fn peer(url: &Url, settings: &Settings, session: &Session) -> Result<Peer> {
    let flags = &settings.flags.upstream;
    if flags.upstream_insecure {
        session.warn("the upstream's certificate is not checked: whoever stands between can read and change everything");
    }
    let anchors = match &settings.upstream_ca {
        Some(material) => anchors::of_bytes(&material.read()?, &material.name())?,
        None if flags.upstream_insecure => Vec::new(),
        None => anchors::load(&[RootsSpec::System])?,
    };
    let trust = Trust {
        anchors,
        insecure: flags.upstream_insecure,
        identity: identity(settings, session)?,
    };
    Peer::new(flags.upstream_server_name.as_deref().unwrap_or(&url.host), &trust)
}

fn identity(settings: &Settings, session: &Session) -> Result<Option<Arc<Identity>>> {
    let Some(spec) = &settings.upstream else {
        return Ok(None);
    };
    Ok(source::load(std::slice::from_ref(spec), session.now)?
        .identities
        .into_iter()
        .next())
}
