//! Settings of `tlsctl serve` about what it does not do. A flag that does nothing is a mistake and refused; the
//! configuration file and the environment may serve several commands, so that there a warning is enough.

use super::super::session::Session;
use super::proxy;
use super::settings::Settings;
use crate::cli::Serve;
use crate::error::{Error, Result};

/// Refuses such flags, and warns of such settings.
///
/// # Errors
///
/// A usage error that names the first of the flags and what would make use of it.
pub(super) fn refuse(given: &Serve, settings: &Settings, session: &Session) -> Result<()> {
    let flags = &settings.flags;
    for purpose in PURPOSES.iter().filter(|purpose| !(purpose.is_served)(settings)) {
        let asks = |flags: &Serve| purpose.flags.iter().find(|(_, asks)| asks(flags));
        if let Some((flag, _)) = asks(given) {
            return Err(Error::usage(format!("`{flag}` is given, and {}", purpose.lack)).hint(purpose.remedy));
        }
        if asks(flags).is_some() {
            let (what, lack) = (purpose.what, purpose.lack);
            session.warn(&format!("settings about {what} are ignored: {lack}"));
        }
    }
    let is_secure = !flags.redirect && settings.fronts.iter().any(|front| !front.plain);
    if flags.hsts.is_some() && !is_secure {
        // Harmless, and often left in place while TLS is tried without.
        session.warn("`--hsts` does nothing: nothing is served with TLS, and over HTTP browsers ignore it");
    }
    if settings.upstream_ca.is_some() || settings.upstream.is_some() {
        match &flags.proxy {
            None => session.warn("certificates for an upstream are ignored: nothing is passed on"),
            Some(url) if !speaks_tls_upstream(settings) => session.warn(&format!(
                "certificates for an upstream are ignored: `{url}` is spoken to without TLS"
            )),
            Some(_) => {}
        }
    }
    Ok(())
}

/// What some flags are about.
struct Purpose {
    what: &'static str,
    is_served: fn(&Settings) -> bool,
    /// What is said where it is not.
    lack: &'static str,
    remedy: &'static str,
    flags: &'static [Flag],
}

/// The name of a flag, and whether it is given.
type Flag = (&'static str, fn(&Serve) -> bool);

const PURPOSES: &[Purpose] = &[
    Purpose {
        what: "redirections",
        is_served: |settings| settings.flags.redirect || !settings.flags.listeners.http.is_empty(),
        lack: "nothing is redirected",
        remedy: "add --http ADDR, for example --http :80",
        flags: &[
            ("--allow-host", |flags| !flags.listeners.allow_host.is_empty()),
            ("--https-port", |flags| flags.listeners.https_port.is_some()),
            ("--redirect-code", |flags| flags.listeners.redirect_code.is_some()),
            ("--webroot", |flags| flags.listeners.webroot.is_some()),
        ],
    },
    Purpose {
        what: "an upstream",
        is_served: |settings| settings.flags.proxy.is_some(),
        lack: "nothing is passed on",
        remedy: "add --proxy URL, for example --proxy http://localhost:3000",
        flags: &[
            ("--change-origin", |flags| flags.upstream.change_origin),
            ("--upstream-ca", |flags| flags.upstream.upstream_ca.is_some()),
            ("--upstream-cert", |flags| flags.upstream.upstream_cert.is_some()),
            ("--upstream-insecure", |flags| flags.upstream.upstream_insecure),
            ("--upstream-key", |flags| flags.upstream.upstream_key.is_some()),
            ("--upstream-proxy-protocol", |flags| {
                flags.upstream.upstream_proxy_protocol.is_some()
            }),
            ("--upstream-server-name", |flags| {
                flags.upstream.upstream_server_name.is_some()
            }),
            ("--upstream-timeout", |flags| {
                flags.upstream.upstream_timeout.is_some()
            }),
        ],
    },
    Purpose {
        what: "TLS to an upstream",
        is_served: speaks_tls_upstream,
        lack: "the upstream is spoken to without TLS",
        remedy: "write --proxy https://HOST, or leave it out",
        flags: &[
            ("--upstream-ca", |flags| flags.upstream.upstream_ca.is_some()),
            ("--upstream-cert", |flags| flags.upstream.upstream_cert.is_some()),
            ("--upstream-key", |flags| flags.upstream.upstream_key.is_some()),
            ("--upstream-server-name", |flags| {
                flags.upstream.upstream_server_name.is_some()
            }),
        ],
    },
];

/// Whether what is passed on goes over TLS; what is no URL is found out elsewhere.
fn speaks_tls_upstream(settings: &Settings) -> bool {
    let url = settings.flags.proxy.as_deref();
    url.is_none_or(|url| proxy::is_tls(url) || !proxy::is_url(url))
}
