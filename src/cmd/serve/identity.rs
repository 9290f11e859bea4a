//! The identities of `tlsctl serve`: those of the flags, or one made on the spot.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use super::super::gen_authority as authority;
use super::super::local_ca;
use super::super::session::Session;
use super::listeners::Listens;
use super::settings::Settings;
use crate::cli::Serve;
use crate::error::Result;
use crate::output::{self, Access, Existing};
use crate::pki::name::San;
use crate::serve::address::reachable;
use crate::tlsconf::ad_hoc;
use crate::tlsconf::identity::Identity;
use crate::tlsconf::reload;
use crate::tlsconf::source::{self, Spec};

/// What is served as who.
pub(super) struct Identities {
    /// In the order of the flags.
    pub(super) served: Vec<Arc<Identity>>,
    /// The throw-away CA's certificate, PEM, where there is one.
    pub(super) ca: Option<String>,
    /// Where the cases of the catalogue of broken certificates are, in one line.
    pub(super) hosts: Option<String>,
    /// Where they came from.
    pub(super) specs: Vec<Spec>,
    more: Vec<San>,
}

impl Identities {
    /// Loads what the settings name.
    pub(super) fn load(settings: &Settings, session: &Session) -> Result<Self> {
        let arguments = &settings.flags;
        let names = &arguments.identity.name;
        let more = names.iter().map(|name| San::parse(name)).collect::<Result<_>>()?;
        let specs = if is_bare(arguments) {
            Vec::new()
        } else {
            settings.specs.clone()
        };
        let loaded = source::load(&specs, session.now)?;
        for finding in &loaded.findings {
            let subject = finding.subject.as_deref().unwrap_or_default();
            session.warn(&format!("{subject}: {} [{}]", finding.message, finding.rule.id));
        }
        let served = reload::stapled(loaded.identities, arguments.identity.ocsp.as_deref())?;
        Ok(Self {
            served,
            ca: None,
            hosts: None,
            specs,
            more,
        })
    }

    /// The catalogue's: that of its index first, then one for each case that can be served.
    pub(super) fn broken(served: Vec<Arc<Identity>>, hosts: String, root: String) -> Self {
        Self {
            served,
            ca: Some(root),
            hosts: Some(hosts),
            specs: Vec::new(),
            more: Vec::new(),
        }
    }

    /// Makes one where none was given, for every address that is bound.
    pub(super) fn complete(
        mut self,
        arguments: &Serve,
        listens: &Listens,
        addresses: &[SocketAddr],
        session: &Session,
    ) -> Result<Self> {
        if is_bare(arguments) || !self.served.is_empty() {
            return Ok(self);
        }
        let ips: Vec<IpAddr> = addresses
            .iter()
            .flat_map(|address| reachable(address.ip()))
            .collect();
        let listened = listens.names().filter_map(|name| San::parse(name).ok());
        let names: Vec<San> = self.more.iter().cloned().chain(listened).collect();
        if let Some(identity) = by_local_ca(arguments, &ips, &names, session)? {
            self.served.push(Arc::new(identity));
            return Ok(self);
        }
        let made = ad_hoc::make(&ips, &names, session.now)?;
        if let Some(path) = &arguments.identity.ca_out {
            output::write(path, made.ca.as_bytes(), Access::Public, Existing::Replace)?;
        }
        self.served.push(Arc::new(made.identity));
        self.ca = Some(made.ca);
        Ok(self)
    }

    /// The files that the identities came from.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        self.served
            .iter()
            .flat_map(|identity| identity.origin().files.iter().map(AsRef::as_ref))
    }
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

/// Whether no TLS is spoken at all.
fn is_bare(arguments: &Serve) -> bool {
    arguments.listeners.plain || arguments.redirect
}
