//! The identities of `tlsctl serve`: those of the flags, or one made on the spot.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use super::super::gen_authority as authority;
use super::super::local_ca;
use super::super::session::Session;
use super::front::Front;
use super::listeners::{Kind, Listens};
use super::settings::Settings;
use crate::cli::Serve;
use crate::error::{Error, Result};
use crate::output::{self, Access, Existing};
use crate::pki::name::San;
use crate::serve::address::reachable;
use crate::serve::listener::Bound;
use crate::tlsconf::ad_hoc;
use crate::tlsconf::identity::Identity;
use crate::tlsconf::reload;
use crate::tlsconf::source::{self, Spec};

/// What one front serves as who.
#[derive(Default)]
pub(super) struct Identities {
    /// In the order of the flags.
    pub(super) served: Vec<Arc<Identity>>,
    /// The throw-away CA's certificate, PEM, where there is one.
    pub(super) ca: Option<String>,
    /// Where the cases of the catalogue of broken certificates are, in one line.
    pub(super) hosts: Option<String>,
    /// Where they came from.
    pub(super) specs: Vec<Spec>,
}

impl Identities {
    /// Loads what a front names; nothing for one that speaks no TLS.
    pub(super) fn load(front: &Front, session: &Session) -> Result<Self> {
        if front.plain {
            return Ok(Self::default());
        }
        let loaded = source::load(&front.specs, session.now).map_err(|error| front.blamed(error))?;
        for finding in &loaded.findings {
            let subject = finding.subject.as_deref().unwrap_or_default();
            session.warn(&format!("{subject}: {} [{}]", finding.message, finding.rule.id));
        }
        let served = reload::stapled(loaded.identities, front.identity.ocsp.as_deref())?;
        if front.identity.tls_strict_host && !served.is_empty() && !served.iter().any(has_host) {
            return Err(front.blamed(nameless()));
        }
        Ok(Self {
            served,
            specs: front.specs.clone(),
            ..Self::default()
        })
    }

    /// The catalogue's: that of its index first, then one for each case that can be served.
    pub(super) fn broken(served: Vec<Arc<Identity>>, hosts: String, root: String) -> Self {
        Self {
            served,
            ca: Some(root),
            hosts: Some(hosts),
            specs: Vec::new(),
        }
    }

    /// The files that the identities came from.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        self.served
            .iter()
            .flat_map(|identity| identity.origin().files.iter().map(AsRef::as_ref))
    }
}

/// Whether clients can ask for it: by a host's name, since an address is no server name (RFC 6066 §3).
fn has_host(identity: &Arc<Identity>) -> bool {
    let names = identity.names();
    names.iter().any(|name| name.parse::<IpAddr>().is_err())
}

fn nameless() -> Error {
    Error::usage("`--tls-strict-host` would refuse everyone: no certificate is for the name of a host")
        .hint("say the names, as in --tls PATH=example.com, or leave --tls-strict-host out")
}

/// The names of `--name`, checked.
pub(super) fn names(arguments: &Serve) -> Result<Vec<San>> {
    let names = &arguments.identity.name;
    names.iter().map(|name| San::parse(name)).collect()
}

/// Makes one identity for all fronts that were given none, for every address that they are bound to.
pub(super) fn complete(
    all: &mut [Identities],
    settings: &Settings,
    listens: &Listens,
    groups: &[(Kind, Bound)],
    session: &Session,
) -> Result<()> {
    let arguments = &settings.flags;
    let bare: Vec<usize> = (0..all.len())
        .filter(|i| all[*i].served.is_empty() && !settings.fronts[*i].plain && !arguments.redirect)
        .collect();
    if bare.is_empty() {
        return Ok(());
    }
    let mut ips: Vec<IpAddr> = Vec::new();
    let mut names = names(arguments)?;
    for front in &bare {
        let addresses = addresses(groups, *front);
        ips.extend(addresses.iter().flat_map(|address| reachable(address.ip())));
        names.extend(listens.names(*front).filter_map(|name| San::parse(name).ok()));
    }
    let (identity, ca) = match by_local_ca(arguments, &ips, &names, session)? {
        Some(identity) => (identity, None),
        None => {
            let made = ad_hoc::make(&ips, &names, session.now)?;
            if let Some(path) = &arguments.identity.ca_out {
                output::write(path, made.ca.as_bytes(), Access::Public, Existing::Replace)?;
            }
            (made.identity, Some(made.ca))
        }
    };
    let identity = Arc::new(identity);
    for front in bare {
        all[front].served.push(Arc::clone(&identity));
        all[front].ca.clone_from(&ca);
    }
    Ok(())
}

/// The addresses that a front's site is bound to.
pub(super) fn addresses(groups: &[(Kind, Bound)], front: usize) -> Vec<SocketAddr> {
    let of_front = groups.iter().filter(|(kind, _)| kind.front() == Some(front));
    of_front.filter_map(|(_, bound)| bound.place.ip()).collect()
}

/// One that the installed local CA signs, unless the user wants a throw-away CA or it may not sign.
fn by_local_ca(
    arguments: &Serve,
    ips: &[IpAddr],
    names: &[San],
    session: &Session,
) -> Result<Option<Identity>> {
    let wanted = !arguments.identity.throw_away && arguments.identity.ca_out.is_none();
    let Some(directory) = local_ca::installed().filter(|_| wanted) else {
        return Ok(None);
    };
    let made = authority::load_from(&directory, None, &arguments.identity.password)
        .and_then(|ca| ad_hoc::signed(&ca, ips, names, session.now));
    match made {
        Ok(Some(identity)) => return Ok(Some(identity)),
        Ok(None) => session.note("the local CA may not sign these names: a throw-away CA does"),
        Err(error) => session.warn(&format!("the local CA cannot be used: {error}")),
    }
    Ok(None)
}
