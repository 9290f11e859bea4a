//! What `tlsctl serve --check-config` says once everything is read: of each listener what it would do.

use super::super::session::Session;
use super::banner;
use super::front::Front;
use super::identity::Identities;
use super::listeners::{Kind, Listens};
use super::settings::Settings;
use crate::cli::{ClientAuth, ServeVersion};
use crate::error::Result;
use crate::exit::Exit;
use crate::model::{Event, Fact, Value};
use crate::report::{escape, event_json};
use crate::tlsconf::terms::Terms;

/// Says it: a paragraph for people, or a line of JSON, for each.
pub(super) fn show(
    settings: &Settings,
    listens: &Listens,
    identities: &[Identities],
    terms: &[Terms],
    session: &Session,
) -> Result<Exit> {
    let style = session.style();
    let mut said = String::new();
    for (kind, listen) in listens.all() {
        let place = listen.to_string();
        let facts = facts(*kind, &place, settings, terms);
        let shown = kind.front().filter(|front| !settings.fronts[*front].plain);
        let certificates = shown.map(|front| certificates(&identities[front]));
        if !session.is_human() {
            let event = Event::notice("listener", format!("would listen at {listen}"));
            let event = facts
                .into_iter()
                .fold(event, |event, (id, text)| event.with(id, text));
            let event = match certificates {
                Some(certificates) => event.with("certificates", certificates),
                None => event,
            };
            said.push_str(&format!("{}\n", event_json(&event)));
            continue;
        }
        let certificates = certificates.into_iter().flatten().flat_map(|one| one.lines());
        for (label, text) in facts.into_iter().chain(certificates) {
            let label = style.dim(&format!("{label:<13}"));
            said.push_str(&format!("{label}{}\n", escape(&text)));
        }
        said.push('\n');
    }
    session.data(said.as_bytes())?;
    session.note("everything is in order");
    Ok(Exit::Ok)
}

fn facts(kind: Kind, address: &str, settings: &Settings, terms: &[Terms]) -> Vec<(&'static str, String)> {
    let mut facts = vec![("listener", address.to_owned())];
    let Kind::Site { front, introduced } = kind else {
        let serving = match kind {
            Kind::Metrics => "counters",
            _ => "redirections to HTTPS",
        };
        facts.push(("serving", serving.to_owned()));
        return facts;
    };
    facts.push(("serving", banner::serving(&settings.flags)));
    if introduced {
        facts.push(("proxies", settings.flags.upstream.trust_proxy.join(", ")));
    }
    let shown = &settings.fronts[front];
    if shown.plain {
        facts.push(("tls", "none".to_owned()));
        return facts;
    }
    facts.push(("tls", negotiated(shown)));
    if let Some(client) = &terms[front].client {
        facts.push(("client_ca", banner::certifiers(client)));
    }
    if settings.flags.listeners.http3 {
        facts.push(("http3", "at the same port of UDP".to_owned()));
    }
    facts
}

/// A certificate that would be shown.
struct Certificate {
    shown: String,
    names: Vec<String>,
    fingerprint: Option<String>,
}

impl Certificate {
    fn lines(self) -> Vec<(&'static str, String)> {
        let mut lines = vec![("certificate", self.shown)];
        // One without names is for clients that do not look for any.
        if !self.names.is_empty() {
            lines.push(("names", self.names.join(", ")));
        }
        lines
    }
}

impl From<Certificate> for Value {
    fn from(one: Certificate) -> Self {
        Self::map([
            Fact::new("certificate", one.shown),
            Fact::new("names", one.names),
            Fact::new("fingerprint_sha256", one.fingerprint),
        ])
    }
}

fn certificates(identities: &Identities) -> Vec<Certificate> {
    let served = identities.served.iter().map(|identity| Certificate {
        shown: identity.origin().shown.clone(),
        names: identity.names().to_vec(),
        fingerprint: Some(identity.fingerprint()),
    });
    let mut certificates: Vec<Certificate> = served.collect();
    if certificates.is_empty() {
        certificates.push(Certificate {
            shown: "made on the spot".to_owned(),
            names: Vec::new(),
            fingerprint: None,
        });
    }
    certificates
}

fn negotiated(front: &Front) -> String {
    let version = |version: ServeVersion| match version {
        ServeVersion::Tls12 => "1.2",
        ServeVersion::Tls13 => "1.3",
    };
    let terms = &front.terms;
    let oldest = version(terms.min_tls.unwrap_or(ServeVersion::Tls12));
    let newest = version(terms.max_tls.unwrap_or(ServeVersion::Tls13));
    let mut text = if oldest == newest {
        oldest.to_owned()
    } else {
        format!("{oldest} and {newest}")
    };
    if front.identity.tls_strict_host {
        text.push_str(", strict host");
    }
    if !front.client_ca.is_empty() {
        text.push_str(match terms.client_auth {
            Some(ClientAuth::Request) => ", client certificates requested",
            _ => ", client certificates required",
        });
    }
    text
}
