//! `tlsctl serve`: from the flags to a running server. Everything is read and checked first, then every
//! address is bound, then the server says that it is ready; a command that fails leaves nothing behind.

mod bad;
mod banner;
mod check;
mod fault;
mod identity;
mod listeners;
mod log;
mod modes;
mod proxy;
mod settings;
mod terms;

use std::net::SocketAddr;
use std::sync::Arc;

use super::session::Session;
use crate::cli::Serve;
use crate::error::Result;
use crate::exit::Exit;
use crate::serve::limit::Limits;
use crate::serve::listener::{self, Bound};
use crate::serve::{self, Ending, Server};
use crate::tlsconf::reload::Reload;
use crate::tlsconf::server::Terminator;
use crate::tlsconf::terms::Terms;
use identity::Identities;
use listeners::{Kind, Listens};
use modes::Sites;
use settings::Settings;

/// Serves until it is told to stop.
pub(super) fn run(arguments: &Serve, session: &Session) -> Result<Exit> {
    session.format(FORMATS)?;
    if fault::is_list(arguments) {
        return fault::list(session);
    }
    let settings = Settings::of(arguments, session)?;
    let arguments = &settings.flags;
    check::contradictions(&settings)?;
    let listens = Listens::of(arguments)?;
    let fault = fault::chosen(arguments)?;
    let limits = fault.as_ref().map_or_else(Limits::default, |_| Limits::patient());
    let mut terms = terms::of(&settings, session)?;
    if let Some(fault) = &fault {
        fault.negotiate(&mut terms);
    }
    let identities = Identities::load(&settings, session)?;
    let cases = bad::chosen(arguments)?;
    let mut sites = Sites::new(&settings, session, &limits, &identities, fault)?;
    if arguments.check_config {
        terminator(arguments, &identities, &terms)?;
        session.note("everything is in order");
        return Ok(Exit::Ok);
    }
    let groups = listens.sort(listener::bind(&listens.all())?);
    let addresses = addresses(&groups, Kind::Tls);
    let identities = match cases {
        Some(wanted) => {
            let (mode, identities) = bad::make(&wanted, &addresses, session)?;
            sites.serve(mode);
            identities
        }
        None => identities.complete(arguments, &listens, &addresses, session)?,
    };
    let terminator = terminator(arguments, &identities, &terms)?;
    let banner = banner::Banner::new(arguments, &identities, &groups);
    let listeners = sites.listeners(groups, &terminator, identities.ca.clone())?;
    let server = Server {
        listeners,
        limits,
        watcher: log::watcher(session),
        metrics: Arc::clone(&sites.metrics),
        reloads: reload(&settings, identities, terms, terminator),
    };
    match serve::run(server, || banner.show(session))? {
        Ending::Drained => Ok(Exit::Ok),
        Ending::Interrupted => Ok(Exit::Interrupted),
    }
}

fn addresses(groups: &[(Kind, Bound)], wanted: Kind) -> Vec<SocketAddr> {
    let of_kind = groups.iter().filter(|(kind, _)| *kind == wanted);
    of_kind.map(|(_, bound)| bound.address).collect()
}

fn terminator(arguments: &Serve, identities: &Identities, terms: &Terms) -> Result<Option<Arc<Terminator>>> {
    if arguments.listeners.plain || arguments.redirect {
        return Ok(None);
    }
    Terminator::new(identities.served.clone(), terms).map(|terminator| Some(Arc::new(terminator)))
}

/// What follows its files: everything but an identity made on the spot.
fn reload(
    settings: &Settings,
    identities: Identities,
    terms: Terms,
    terminator: Option<Arc<Terminator>>,
) -> Vec<Reload> {
    let client_ca = settings.client_ca.clone();
    let staple = settings.flags.identity.ocsp.clone();
    let reload = |terminator| Reload::new(identities.specs, client_ca, staple, terms, terminator);
    terminator
        .filter(|_| identities.ca.is_none())
        .map(reload)
        .into_iter()
        .collect()
}

/// What `--format` may be.
const FORMATS: &[&str] = &["human", "json"];
