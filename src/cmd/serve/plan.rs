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
use crate::model::Event;
use crate::report::{escape, event_json};

/// Says it: a paragraph for people, or a line of JSON, for each.
pub(super) fn show(
    settings: &Settings,
    listens: &Listens,
    identities: &[Identities],
    session: &Session,
) -> Result<Exit> {
    let style = session.style();
    let mut said = String::new();
    for (kind, listen) in listens.all() {
        let facts = facts(*kind, &listen.to_string(), settings, identities);
        if !session.is_human() {
            let event = Event::notice("listener", format!("would listen at {listen}"));
            let event = facts
                .into_iter()
                .fold(event, |event, (id, text)| event.with(id, text));
            said.push_str(&format!("{}\n", event_json(&event)));
            continue;
        }
        for (label, text) in facts {
            let label = style.dim(&format!("{label:<13}"));
            said.push_str(&format!("{label}{}\n", escape(&text)));
        }
        said.push('\n');
    }
    session.data(said.as_bytes())?;
    session.note("everything is in order");
    Ok(Exit::Ok)
}

fn facts(
    kind: Kind,
    address: &str,
    settings: &Settings,
    identities: &[Identities],
) -> Vec<(&'static str, String)> {
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
    if settings.flags.listeners.http3 {
        facts.push(("http3", "at the same port of UDP".to_owned()));
    }
    for identity in &identities[front].served {
        facts.push(("certificate", identity.origin().shown.clone()));
        // One without names is for clients that do not look for any.
        if !identity.names().is_empty() {
            facts.push(("names", identity.names().join(", ")));
        }
    }
    if identities[front].served.is_empty() {
        facts.push(("certificate", "made on the spot".to_owned()));
    }
    facts
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
