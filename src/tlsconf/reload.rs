//! Identities that follow their files: when one changes, everything is loaded again, and what cannot be
//! loaded changes nothing. Files are looked at by their metadata, links followed, so that a link turned
//! elsewhere (certbot, Kubernetes) counts as a change.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::anchors;
use super::identity::Identity;
use super::server::Terminator;
use super::source::{self, Material, Source, Spec};
use super::terms::Terms;
use super::ticket::Secrets;
use crate::error::Result;
use crate::input;
use crate::model::{Event, Finding};

/// What a listener's identities are made of, and how they were last seen.
pub(crate) struct Reload {
    /// The identities.
    pub(crate) specs: Vec<Spec>,
    /// The files with the CAs of clients.
    pub(crate) client_ca: Vec<Material>,
    /// A stapled OCSP response, for the first identity.
    pub(crate) staple: Option<PathBuf>,
    /// What tickets are sealed with, where several servers share it.
    pub(crate) ticket_key: Option<PathBuf>,
    /// On which terms they are served.
    pub(crate) terms: Terms,
    /// Who serves them.
    pub(crate) terminator: Arc<Terminator>,
    seen: Vec<input::Stamp>,
    last: Vec<input::Stamp>,
}

impl Reload {
    /// Follows the files of these identities from now on.
    pub(crate) fn new(
        specs: Vec<Spec>,
        client_ca: Vec<Material>,
        staple: Option<PathBuf>,
        ticket_key: Option<PathBuf>,
        terms: Terms,
        terminator: Arc<Terminator>,
    ) -> Self {
        let mut reload = Self {
            specs,
            client_ca,
            staple,
            ticket_key,
            terms,
            terminator,
            seen: Vec::new(),
            last: Vec::new(),
        };
        reload.seen = reload.stamps();
        reload
    }

    /// Whether a file has changed since the last load, and not since the last look.
    pub(crate) fn is_settled(&mut self) -> bool {
        let now = self.stamps();
        let settled = now != self.seen && now == self.last;
        self.last = now;
        settled
    }

    /// Loads everything again, and serves it if all of it is sound; what is odd about it follows.
    pub(crate) fn run(&mut self, now: Timestamp) -> Vec<Event> {
        self.seen = self.stamps();
        let outcome = self.attempt(now);
        // The files of what is served now may be others than before.
        if outcome.is_ok() {
            self.seen = self.stamps();
        }
        match outcome {
            Ok(findings) => {
                let names: Vec<String> = self
                    .terminator
                    .current()
                    .identities()
                    .iter()
                    .map(|i| i.names().join(", "))
                    .collect();
                let message = format!("certificates were reloaded: {}", names.join("; "));
                let odd = findings.iter().map(|finding| {
                    let message = format!("{} [{}]", finding.message, finding.rule.id);
                    Event::warning("reload-warning", message).with("rule", finding.rule.id)
                });
                std::iter::once(Event::notice("reloaded", message))
                    .chain(odd)
                    .collect()
            }
            Err(error) => {
                let message = format!("certificates were not reloaded, the old ones stay: {error}");
                vec![Event::warning("reload-failed", message)]
            }
        }
    }

    fn attempt(&mut self, now: Timestamp) -> Result<Vec<Finding>> {
        let loaded = source::load(&self.specs, now)?;
        let identities = stapled(loaded.identities, self.staple.as_deref())?;
        let mut terms = self.terms.clone();
        if let Some(client) = &mut terms.client {
            client.anchors = client_anchors(&self.client_ca)?;
        }
        if let (Some(secrets), Some(path)) = (&mut terms.tickets, &self.ticket_key) {
            secrets.turn_to(ticket_secrets(path)?);
        }
        self.terminator.exchange(identities, &terms)?;
        self.terms = terms;
        Ok(loaded.findings)
    }

    fn stamps(&self) -> Vec<input::Stamp> {
        let current = self.terminator.current();
        let served = current
            .identities()
            .iter()
            .flat_map(|identity| identity.origin().files.clone());
        let named = self.specs.iter().flat_map(|spec| match &spec.source {
            Source::Path(path) => vec![path.clone()],
            Source::Pair { cert, key } => std::iter::once(cert)
                .chain(key)
                .filter_map(|material| Some(material.file()?.to_owned()))
                .collect(),
        });
        let clients = self
            .client_ca
            .iter()
            .filter_map(|material| Some(material.file()?.to_owned()));
        let single = self.staple.iter().chain(&self.ticket_key).cloned();
        let files = served.chain(named).chain(clients).chain(single);
        files.map(|path| input::stamp(&path)).collect()
    }
}

/// The certificates of everyone who may certify clients.
///
/// # Errors
///
/// An input error where a file holds none.
pub(crate) fn client_anchors(materials: &[Material]) -> Result<Vec<crate::pki::cert::Cert>> {
    let mut all = Vec::new();
    for material in materials {
        all.extend(anchors::of_bytes(&material.read()?, &material.name())?);
    }
    Ok(all)
}

/// What tickets are sealed with, from a file or a stream.
///
/// # Errors
///
/// An input error where the file cannot be read or holds too little.
pub(crate) fn ticket_secrets(path: &Path) -> Result<Secrets> {
    Secrets::new(input::receive(path, 1 << 20)?)
}

/// The identities, the first with an OCSP response from a file.
///
/// # Errors
///
/// An input error where the file cannot be read or holds no OCSP response.
pub(crate) fn stapled(identities: Vec<Arc<Identity>>, staple: Option<&Path>) -> Result<Vec<Arc<Identity>>> {
    use crate::pki::format::{Kind, pieces};
    let Some(path) = staple else {
        return Ok(identities);
    };
    let bytes = input::read(path, input::LIMIT)?;
    let piece = pieces(&bytes)
        .0
        .into_iter()
        .find(|piece| piece.kind == Kind::OcspResponse)
        .ok_or_else(|| {
            crate::error::Error::input(format!("`{}` holds no OCSP response", path.display()))
                .hint("openssl ocsp -respout FILE writes one")
        })?;
    let mut identities = identities;
    if let Some(first) = identities.first_mut() {
        *first = Arc::new(first.with_staple(piece.der));
    }
    Ok(identities)
}
