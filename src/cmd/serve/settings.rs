//! What is asked of `tlsctl serve`, from flags, environment and configuration file. What only one of them can
//! say is taken from there; where several speak, flags win over the environment and that over the file.

use std::path::PathBuf;

use super::super::material::{self, Flags, Level};
use super::super::session::Session;
use super::front::{self, Front};
use super::limits;
use super::listeners::Address;
use super::proxy;
use crate::cli::{AccessLog, Echo, Serve, ServeIdentity, ServeTerms};
use crate::config::{self, Table};
use crate::error::{Error, Result};
use crate::tlsconf::password::PasswordSource;
use crate::tlsconf::source::{Material, Source, Spec};

/// Everything that is asked, in the terms of the flags, and what flags cannot say.
pub(super) struct Settings {
    /// The flags, completed.
    pub(super) flags: Serve,
    /// What is shown to clients and asked of them, each by some listeners.
    pub(super) fronts: Vec<Front>,
    /// Where the site is listened for.
    pub(super) addresses: Vec<Address>,
    /// Who certifies the upstream, in place of the system's.
    pub(super) upstream_ca: Option<Material>,
    /// What the upstream is shown.
    pub(super) upstream: Option<Spec>,
}

impl Settings {
    /// Brings all sources together.
    pub(super) fn of(arguments: &Serve, session: &Session) -> Result<Self> {
        let mut flags = arguments.clone();
        let file = flags
            .config
            .as_deref()
            .map(config::read)
            .transpose()?
            .unwrap_or_default();
        complete(&mut flags, &file, session)?;
        let (fronts, addresses) = fronts(&mut flags, arguments, &file, session)?;
        let peer = peer(&flags, &file, session);
        flags.upstream.upstream_insecure |= peer.flag("insecure_skip_verify") == Some(true);
        fill(
            &mut flags.upstream.upstream_server_name,
            peer.text("server_name").map(str::to_owned),
        );
        Ok(Self {
            fronts,
            addresses,
            upstream_ca: upstream_ca(&flags, &peer, session)?,
            upstream: upstream(&flags, &peer, session)?,
            flags,
        })
    }
}

/// The front of the flags and those of the file, and which of them stands at which address.
fn fronts(
    flags: &mut Serve,
    given: &Serve,
    file: &Table,
    session: &Session,
) -> Result<(Vec<Front>, Vec<Address>)> {
    let tables = file.tables("listener");
    let is_own = |table: &Table| table.has("tls");
    let mut fronts = Vec::new();
    let mut addresses = Vec::new();
    if flags.redirect || tables.is_empty() || !flags.listeners.listen.is_empty() || !tables.iter().all(is_own)
    {
        let front = Front::of_flags(flags, given, file, session)?;
        flags.listeners.plain = front.plain;
        fronts.push(front);
        let introduced = flags.listeners.proxy_protocol;
        addresses.extend(flags.listeners.listen.iter().map(|text| Address {
            text: text.clone(),
            front: 0,
            introduced,
        }));
    } else {
        for_nobody(given, file, session)?;
    }
    for table in &tables {
        let place = table.place();
        let front = if is_own(table) {
            fronts.push(Front::of_file(table.table("tls"), session)?);
            fronts.len() - 1
        } else {
            0
        };
        let listed = table.list("address");
        if listed.is_empty() {
            return Err(Error::usage(format!("`{place}` has no `address`"))
                .hint("say where to listen, for example address = \":8443\""));
        }
        addresses.extend(listed.into_iter().map(|text| {
            Address {
                text,
                front,
                introduced: table
                    .flag("proxy_protocol")
                    .unwrap_or(flags.listeners.proxy_protocol),
            }
        }));
    }
    Ok((fronts, addresses))
}

/// Refuses what would be read for no listener, since each has a `tls` of its own; the environment may be meant
/// for another command.
fn for_nobody(flags: &Serve, file: &Table, session: &Session) -> Result<()> {
    for variable in material::variables(&front::OF_SERVERS) {
        session.warn(&format!(
            "`{variable}` is ignored: every `[[listener]]` has a `tls` of its own"
        ));
    }
    let mut terms = flags.terms.clone();
    // Of this one all listeners take notice.
    terms.keylog = None;
    let given =
        flags.identity != ServeIdentity::default() || terms != ServeTerms::default() || flags.listeners.plain;
    if given || file.has("tls") || file.has("ticket_key") {
        let what = if given {
            "flags about certificates and negotiation are given"
        } else if file.has("tls") {
            "there is a `tls` at the top"
        } else {
            "there is a `ticket_key` at the top"
        };
        return Err(
            Error::usage(format!("{what}, but every `[[listener]]` has a `tls` of its own")).hint(
                "they are for listeners without one: add --listen ADDR, or take `tls` out of a `[[listener]]`",
            ),
        );
    }
    Ok(())
}

/// Takes the lower source where the higher says nothing.
pub(super) fn fill<T>(value: &mut Option<T>, lower: Option<T>) {
    if value.is_none() {
        *value = lower;
    }
}

fn extend(value: &mut Vec<String>, lower: Vec<String>) {
    if value.is_empty() {
        *value = lower;
    }
}

/// What the flags leave open, from the top of the file.
fn complete(flags: &mut Serve, file: &Table, session: &Session) -> Result<()> {
    let bare =
        flags.directory.is_none() && flags.echo.is_none() && flags.proxy.is_none() && flags.bad.is_empty();
    if bare && !flags.redirect {
        flags.directory = file.text("directory").map(PathBuf::from);
        flags.echo = match file.flag("echo") {
            Some(wanted) => wanted.then_some(Echo::Http),
            None => choice(file, "echo")?,
        };
        flags.proxy = file.text("proxy").map(str::to_owned);
        flags.redirect = file.flag("redirect") == Some(true);
    }
    let number = |key: &str| -> Result<Option<u16>> {
        let read = |number: u64| {
            u16::try_from(number).map_err(|_| Error::usage(format!("`{key}` is {number}, more than 65535")))
        };
        file.number(key).map(read).transpose()
    };
    let listeners = &mut flags.listeners;
    extend(&mut listeners.listen, file.list("listen"));
    extend(&mut listeners.http, file.list("http"));
    extend(&mut listeners.allow_host, file.list("allow_host"));
    fill(&mut listeners.webroot, file.text("webroot").map(PathBuf::from));
    fill(&mut listeners.redirect_code, number("redirect_code")?);
    fill(&mut listeners.https_port, number("https_port")?);
    complete_directory(flags, file, session);
    extend(&mut flags.auth, file.list("auth"));
    extend(&mut flags.cors, file.list("cors"));
    extend(&mut flags.fault, file.list("fault"));
    flags.secure_cookies |= file.flag("secure_cookies") == Some(true);
    fill(&mut flags.hsts, hsts(file));
    fill(&mut flags.access_log, choice::<AccessLog>(file, "access_log")?);
    fill(&mut flags.metrics, file.text("metrics").map(str::to_owned));
    fill(&mut flags.terms.keylog, file.text("keylog").map(PathBuf::from));
    fill(
        &mut flags.terms.ticket_key,
        file.text("ticket_key").map(PathBuf::from),
    );
    extend(&mut flags.upstream.trust_proxy, file.list("trust_proxy"));
    flags.upstream.change_origin |= file.flag("change_origin") == Some(true);
    fill(
        &mut flags.upstream.upstream_timeout,
        file.number("upstream_timeout").map(|seconds| seconds.to_string()),
    );
    fill(
        &mut flags.upstream.upstream_proxy_protocol,
        choice(file, "upstream_proxy_protocol")?,
    );
    flags.listeners.http3 |= file.flag("http3") == Some(true);
    flags.listeners.proxy_protocol |= file.flag("proxy_protocol") == Some(true);
    limits::complete(&mut flags.limits, file)
}

/// The same about a directory. What else is served by a flag leaves those settings without an object.
fn complete_directory(flags: &mut Serve, file: &Table, session: &Session) {
    let other = flags.echo.is_some() || flags.proxy.is_some() || flags.redirect || !flags.bad.is_empty();
    if other {
        for key in file.paths(&["spa", "upload", "hidden", "compression"]) {
            session.warn(&format!(
                "`{key}` is ignored: it is about a directory, and none is served"
            ));
        }
        return;
    }
    flags.hidden |= file.flag("hidden") == Some(true);
    flags.spa |= file.flag("spa") == Some(true);
    flags.no_compression |= file.flag("compression") == Some(false);
    let default = file.flag("upload").filter(|yes| *yes).map(|_| "1G".to_owned());
    fill(
        &mut flags.upload,
        default.or_else(|| file.text("upload").map(str::to_owned)),
    );
}

fn hsts(file: &Table) -> Option<String> {
    let yes = file.flag("hsts").filter(|yes| *yes).map(|_| String::new());
    yes.or_else(|| file.text("hsts").map(str::to_owned))
}

/// One of a fixed set of words.
pub(super) fn choice<T: clap::ValueEnum>(table: &Table, key: &str) -> Result<Option<T>> {
    let Some(text) = table.text(key) else {
        return Ok(None);
    };
    T::from_str(text, true).map(Some).map_err(|_| {
        let all: Vec<String> = T::value_variants()
            .iter()
            .filter_map(|value| Some(value.to_possible_value()?.get_name().to_owned()))
            .collect();
        Error::usage(format!("`{}` is `{text}`", table.path(key)))
            .hint(format!("choose of: {}", all.join(", ")))
    })
}

/// The object about the upstream. What is in it without use there is said; switched off, nothing in it is read.
fn peer(flags: &Serve, file: &Table, session: &Session) -> Table {
    let peer = file.table("upstream_tls");
    if peer.flag("enabled") == Some(false) {
        if let Some(url) = flags.proxy.as_deref().filter(|url| proxy::is_tls(url)) {
            session.warn(&format!(
                "`upstream_tls.enabled` is false and nothing else of `upstream_tls` is read, but `{url}` is spoken to with TLS"
            ));
        }
        return peer.emptied();
    }
    for key in peer.paths(&FOR_SERVERS) {
        session.warn(&format!(
            "`{key}` is for servers and does nothing towards an upstream: it belongs into `tls`"
        ));
    }
    peer
}

fn upstream_ca(flags: &Serve, peer: &Table, session: &Session) -> Result<Option<Material>> {
    let flag = Flags::of_file(flags.upstream.upstream_ca.clone());
    let found = material::value("upstream-ca", "server_ca", flag, peer, session)?;
    Ok(found.map(|found| found.material))
}

fn upstream(flags: &Serve, peer: &Table, session: &Session) -> Result<Option<Spec>> {
    let cert = Flags::of_file(flags.upstream.upstream_cert.clone());
    let cert = material::value("upstream-cert", "cert", cert, peer, session)?;
    let key = Flags::of_file(flags.upstream.upstream_key.clone());
    let key = material::value("upstream-key", "key", key, peer, session)?;
    // The password in the object is one for the key in it.
    let is_of_file = key
        .as_ref()
        .or(cert.as_ref())
        .is_some_and(|found| found.level == Level::File);
    let password = if is_of_file {
        front::password(peer)?
    } else {
        for key in peer.paths(&["password_file", "password_env"]) {
            session.warn(&format!(
                "`{key}` is ignored: the key that it would be about is not used"
            ));
        }
        PasswordSource::default()
    };
    match (cert, key) {
        (Some(cert), key) => {
            let pair = Source::Pair {
                cert: cert.material,
                key: key.map(|key| key.material),
            };
            Ok(Some(Spec::of(pair, None, password)))
        }
        (None, Some(key)) => Err(Error::usage(format!(
            "there is a key for the upstream, `{}`, but no certificate",
            key.material.name()
        ))
        .hint("give the certificate too: --upstream-cert, TLSCTL_UPSTREAM_CERT_FILE, or `cert_pem_file`")),
        (None, None) => Ok(None),
    }
}

/// What only servers have a use for, or what an upstream is not asked.
const FOR_SERVERS: [&str; 16] = [
    "client_ca_pem",
    "client_ca_pem_b64",
    "client_ca_pem_file",
    "names",
    "meta",
    "paths",
    "certificates",
    "strict_host",
    "client_auth",
    "min_version",
    "max_version",
    "ciphers",
    "groups",
    "alpn",
    "ocsp_file",
    "ticket_key",
];
