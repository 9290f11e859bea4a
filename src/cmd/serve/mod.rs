//! `tlsctl serve`: from the flags to a running server. Everything is read and checked first, then every
//! address is bound, then the server says that it is ready; a command that fails leaves nothing behind.

mod bad;
mod banner;
mod check;
mod fault;
mod front;
mod identity;
mod idle;
mod limits;
mod listeners;
mod log;
mod modes;
mod own;
mod plan;
mod proxy;
mod settings;
mod stock;
mod terms;

use std::sync::Arc;

use super::session::Session;
use crate::cli::Serve;
use crate::error::Result;
use crate::exit::Exit;
use crate::input;
use crate::serve::fault::Plan;
use crate::serve::limit::Limits;
use crate::serve::mode::Mode;
use crate::serve::passed::Passed;
use crate::serve::{self, Ending, Server};
use crate::tlsconf::reload::Reload;
use crate::tlsconf::server::Terminator;
use crate::tlsconf::terms::Terms;
use front::Front;
use identity::Identities;
use listeners::Listens;
use modes::Sites;
use settings::Settings;
use stock::Stock;

/// Serves until it is told to stop.
pub(super) fn run(arguments: &Serve, session: &Session) -> Result<Exit> {
    session.format(FORMATS)?;
    if fault::is_list(arguments) {
        return fault::list(session);
    }
    let settings = Settings::of(arguments, session)?;
    check::contradictions(&settings)?;
    idle::refuse(arguments, &settings, session)?;
    let arguments = &settings.flags;
    let mut passed = Passed::take_over()?;
    let listens = Listens::of(&settings, &passed)?;
    let fault = fault::chosen(arguments)?;
    let limits = fault.as_ref().map_or_else(Limits::default, |_| Limits::patient());
    let limits = limits::of(&arguments.limits, limits)?;
    let terms = terms(&settings, fault.as_ref(), session)?;
    let fronts = &settings.fronts;
    let load = |front| Identities::load(front, session);
    let mut identities: Vec<Identities> = fronts.iter().map(load).collect::<Result<_>>()?;
    terms::check(&settings, &identities, &terms, session)?;
    identity::names(arguments)?;
    let cases = bad::chosen(arguments)?;
    let mut sites = Sites::new(&settings, session, &limits, &identities, fault)?;
    if arguments.check_config {
        terminators(&settings, &identities, &terms)?;
        return plan::show(&settings, &listens, &identities, &terms, session);
    }
    let groups = listens.bind(&settings, &mut passed)?;
    if !passed.is_empty() {
        session.warn("systemd passed more sockets than are listened on: add --listen systemd");
    }
    let mut renewed = None;
    match cases {
        Some(wanted) => {
            let addresses = identity::addresses(&groups, 0);
            let stock = Stock::new(wanted, &addresses, session.now)?;
            sites.serve(Mode::Bad(stock.mode()));
            identities = vec![stock.identities()?];
            renewed = Some(stock);
        }
        None => identity::complete(&mut identities, &settings, &listens, &groups, session)?,
    }
    let terminators = terminators(&settings, &identities, &terms)?;
    let renewal = renewed.and_then(|stock| stock.renewal(&terms, &terminators));
    let banner = banner::Banner::new(&settings, &identities, &terms, &groups);
    let listeners = sites.listeners(groups, fronts, &identities, &terminators);
    let server = Server {
        listeners,
        limits,
        watcher: log::watcher(session),
        metrics: Arc::clone(&sites.metrics),
        renewal,
        reloads: reloads(&settings, identities, terms, terminators),
        logins: sites.logins.clone(),
    };
    match serve::run(server, || banner.show(session))? {
        Ending::Drained => Ok(Exit::Ok),
        Ending::Interrupted => Ok(Exit::Interrupted),
    }
}

/// What each front negotiates.
fn terms(settings: &Settings, fault: Option<&Plan>, session: &Session) -> Result<Vec<Terms>> {
    let arguments = &settings.flags;
    let keylog = terms::keylog(arguments, session)?;
    let offered = if modes::is_raw(arguments) {
        ""
    } else {
        // Whoever speaks HTTP/1.0 and says so is understood as well.
        "h2,http/1.1,http/1.0"
    };
    let of_front = |front| {
        let mut terms = terms::of(front, offered, keylog.clone())?;
        if let Some(fault) = fault {
            fault.negotiate(&mut terms);
        }
        Ok(terms)
    };
    settings.fronts.iter().map(of_front).collect()
}

/// What makes each front TLS; `None` for those that are not.
fn terminators(
    settings: &Settings,
    identities: &[Identities],
    terms: &[Terms],
) -> Result<Vec<Option<Arc<Terminator>>>> {
    let of_front = |(i, front): (usize, &Front)| {
        if front.plain || settings.flags.redirect {
            return Ok(None);
        }
        let terminator = Terminator::new(identities[i].served.clone(), &terms[i]);
        terminator
            .map(|terminator| Some(Arc::new(terminator)))
            .map_err(|error| front.blamed(error))
    };
    settings.fronts.iter().enumerate().map(of_front).collect()
}

/// What follows its files: everything but an identity made on the spot.
fn reloads(
    settings: &Settings,
    identities: Vec<Identities>,
    terms: Vec<Terms>,
    terminators: Vec<Option<Arc<Terminator>>>,
) -> Vec<Reload> {
    let fronts = settings.fronts.iter().zip(identities).zip(terms).zip(terminators);
    fronts
        .filter_map(|(((front, identities), terms), terminator)| {
            let staple = front.identity.ocsp.clone();
            let client_ca = front.client_ca.clone();
            let follows = identities.ca.is_none();
            let terminator = terminator.filter(|_| follows)?;
            Some(Reload::new(
                identities.specs,
                client_ca,
                staple,
                front
                    .terms
                    .ticket_key
                    .clone()
                    .filter(|path| !input::is_stream(path)),
                terms,
                terminator,
            ))
        })
        .collect()
}

/// What `--format` may be.
const FORMATS: &[&str] = crate::cli::formats::OF_DEEDS;
