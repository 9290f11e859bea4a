//! `tlsctl serve`: from the flags to a running server. Everything is read and checked first, then every
//! address is bound, then the server says that it is ready; a command that fails leaves nothing behind.

mod bad;
mod banner;
mod identity;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use super::session::Session;
use crate::cli::{Echo as EchoKind, Serve};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::model::Event;
use crate::serve::address::Listen;
use crate::serve::limit::Limits;
use crate::serve::listener::{self, Bound};
use crate::serve::mode::Mode;
use crate::serve::mode::echo::Echo;
use crate::serve::mode::files::{self, Files};
use crate::serve::site::Site;
use crate::serve::{self, Ending, Listener, Server, Watcher};
use crate::tlsconf::server::{Terminator, Terms};
use identity::Identities;

/// Serves until it is told to stop.
pub(super) fn run(arguments: &Serve, session: &Session) -> Result<Exit> {
    session.format(FORMATS)?;
    check(arguments)?;
    let listens = listens(arguments)?;
    let limits = Limits::default();
    let identities = Identities::load(arguments, session)?;
    let cases = bad::chosen(arguments)?;
    let mode = match cases {
        Some(_) => None,
        None => Some(mode(arguments, &limits, &identities)?),
    };
    let groups = listener::bind(&listens)?;
    let addresses: Vec<SocketAddr> = groups.iter().flatten().map(|bound| bound.address).collect();
    let (mode, identities) = match (cases, mode) {
        (Some(wanted), _) => bad::make(&wanted, &addresses, session)?,
        (None, Some(mode)) => (
            mode,
            identities.complete(arguments, &listens, &addresses, session)?,
        ),
        (None, None) => return Err(Error::bug("there is nothing to serve")),
    };
    let site = Arc::new(Site {
        mode,
        strict: arguments.tls_strict_host,
        ca: identities.ca.clone().map(Into::into),
    });
    let terminator = terminator(arguments, &identities)?;
    let banner = banner::Banner::new(arguments, &identities, &groups);
    let listeners = groups
        .into_iter()
        .flatten()
        .map(|bound| listener(bound, &terminator, &site))
        .collect();
    let server = Server {
        listeners,
        limits,
        watcher: watcher(session),
    };
    match serve::run(server, || banner.show(session))? {
        Ending::Drained => Ok(Exit::Ok),
        Ending::Interrupted => Ok(Exit::Interrupted),
    }
}

/// Flags that contradict each other.
fn check(arguments: &Serve) -> Result<()> {
    let has_identity = !arguments.tls.is_empty() || arguments.cert.is_some();
    let contradictions = [
        (
            !arguments.tls.is_empty() && (arguments.cert.is_some() || arguments.key.is_some()),
            "`--tls` and `--cert` are both given",
            "--tls DIR stands for --cert DIR/fullchain.pem --key DIR/privkey.pem: give one or the other",
        ),
        (
            arguments.key.is_some() && arguments.cert.is_none(),
            "`--key` is given without `--cert`",
            "write --cert certdir/fullchain.pem --key certdir/privkey.pem, or --tls certdir",
        ),
        (
            arguments.tls_strict_host && !has_identity,
            "`--tls-strict-host` is given without a certificate",
            "say which names are served: add --tls DIR, or --cert FILE --key FILE",
        ),
        (
            arguments.plain && (has_identity || arguments.tls_strict_host || !arguments.name.is_empty()),
            "`--plain` is given together with a certificate",
            "--plain serves without TLS: leave it out, or leave the certificate out",
        ),
        (
            has_identity && (!arguments.name.is_empty() || arguments.ca_out.is_some()),
            "`--name` and `--ca-out` are about the ad-hoc certificate, but a certificate is given",
            "to serve a certificate under other names write --tls PATH=NAME,...",
        ),
        (
            !has_identity
                && (arguments.password.password_file.is_some() || arguments.password.password_env.is_some()),
            "a password is given without a key",
            "add --tls DIR, or --cert FILE --key FILE",
        ),
        (
            !arguments.bad.is_empty()
                && (has_identity
                    || arguments.plain
                    || arguments.echo.is_some()
                    || arguments.directory.is_some()),
            "`--bad` is given together with something else to serve",
            "--bad brings its own certificates and pages: leave the rest out",
        ),
        (
            !arguments.bad.is_empty() && arguments.name.len() > 1,
            "`--bad` is given with more than one `--name`",
            "all hosts of the catalogue stand below one name",
        ),
        (
            arguments.echo.is_some() && arguments.directory.is_some(),
            "a directory and `--echo` are both given",
            "serve one or the other",
        ),
    ];
    match contradictions.into_iter().find(|(wrong, ..)| *wrong) {
        Some((_, message, hint)) => Err(Error::usage(message).hint(hint)),
        None => Ok(()),
    }
}

fn listens(arguments: &Serve) -> Result<Vec<Listen>> {
    if arguments.listen.is_empty() {
        return Ok(vec![Listen::parse(DEFAULT_LISTEN)?]);
    }
    arguments.listen.iter().map(|text| Listen::parse(text)).collect()
}

fn mode(arguments: &Serve, limits: &Limits, identities: &Identities) -> Result<Mode> {
    if let Some(EchoKind::Http) = arguments.echo {
        return Ok(Mode::Echo(Echo {
            body: limits.body,
            patience: limits.stall,
        }));
    }
    let own = files::ids(
        identities
            .files()
            .chain(arguments.password.password_file.as_deref()),
    );
    let options = files::Options {
        hidden: arguments.hidden,
        own,
    };
    let directory = arguments.directory.as_deref().unwrap_or(Path::new("."));
    Ok(Mode::Files(Files::open(directory, options)?))
}

fn terminator(arguments: &Serve, identities: &Identities) -> Result<Option<Arc<Terminator>>> {
    if arguments.plain {
        return Ok(None);
    }
    let terms = Terms {
        strict: arguments.tls_strict_host,
        ..Terms::default()
    };
    Terminator::new(identities.served.clone(), &terms).map(|terminator| Some(Arc::new(terminator)))
}

fn listener(bound: Bound, terminator: &Option<Arc<Terminator>>, site: &Arc<Site>) -> (Bound, Listener) {
    let listener = Listener {
        address: bound.address,
        terminator: terminator.clone(),
        site: Arc::clone(site),
    };
    (bound, listener)
}

/// Shows what happens: refusals and trouble always, the ordinary course with `-v`.
fn watcher(session: &Session) -> Watcher {
    let session = session.clone();
    Arc::new(move |event: Event| {
        let ordinary = matches!(event.id, "plain-http" | "handshake-failed" | "handshake-timeout");
        if !ordinary || session.is_verbose() {
            session.event(&event);
        }
    })
}

/// What `--format` may be.
const FORMATS: &[&str] = &["human", "json"];

/// Loopback only: nobody else is served unless asked for.
const DEFAULT_LISTEN: &str = "localhost:8443";
