//! What `tlsctl serve` says while it runs.

use std::sync::Arc;

use super::super::session::Session;
use crate::cli::{AccessLog, Serve};
use crate::model::Event;
use crate::report;
use crate::serve::Watcher;

/// Shows what happens: refusals and trouble always, the ordinary course with `-v`.
pub(super) fn watcher(session: &Session) -> Watcher {
    let session = session.clone();
    Arc::new(move |event: Event| {
        let ordinary = matches!(event.id, "plain-http" | "handshake-failed" | "handshake-timeout");
        if !ordinary || session.is_verbose() {
            session.event(&event);
        }
    })
}

/// The access log, where one is asked for.
pub(super) fn access(arguments: &Serve, session: &Session) -> Option<Watcher> {
    let session = session.clone();
    match arguments.access_log.unwrap_or(AccessLog::Off) {
        AccessLog::Combined => Some(Arc::new(move |event: Event| {
            session.log(&report::combined(&event))
        })),
        AccessLog::Json => Some(Arc::new(move |event: Event| {
            session.log(&report::event_json(&event))
        })),
        AccessLog::Off => None,
    }
}
