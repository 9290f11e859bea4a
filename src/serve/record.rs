//! The record of one exchange: counted, and put into the access log once the last byte is on its way.

use std::sync::Arc;

use hyper::header::{HeaderName, REFERER, USER_AGENT};
use hyper::{Method, Request, Uri};

use super::Watcher;
use super::connection::Connection;
use super::metric::Metrics;
use super::trusted::Trusted;
use crate::clock;
use crate::model::Event;

/// Where exchanges are recorded.
#[derive(Clone)]
pub(crate) struct Recorder {
    pub(crate) metrics: Arc<Metrics>,
    /// The access log, where one is kept.
    pub(crate) log: Option<Watcher>,
    /// Proxies whose word is taken for who asked.
    pub(crate) trusted: Trusted,
}

/// One exchange in progress.
pub(crate) struct Record {
    metrics: Arc<Metrics>,
    log: Option<(Watcher, Event, tokio::time::Instant)>,
    pub(crate) status: u16,
    pub(crate) bytes: u64,
    /// Who asked, where a password was asked for.
    pub(crate) user: Option<String>,
}

impl Recorder {
    /// Begins the record of a request.
    pub(crate) fn begin<B>(&self, request: &Request<B>, connection: &Connection) -> Record {
        let log = self.log.as_ref().map(|log| {
            (
                Arc::clone(log),
                event(request, connection, &self.trusted),
                tokio::time::Instant::now(),
            )
        });
        Record {
            metrics: Arc::clone(&self.metrics),
            log,
            status: 0,
            bytes: 0,
            user: None,
        }
    }

    /// Records an answer to what cannot be read as a request.
    pub(crate) fn retort(&self, status: u16, connection: &Connection) {
        let mut unread = Request::new(());
        *unread.uri_mut() = Uri::from_static("*");
        if let Ok(none) = Method::from_bytes(b"-") {
            *unread.method_mut() = none;
        }
        self.begin(&unread, connection).status = status;
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        self.metrics.respond(self.status, self.bytes);
        if let Some((log, event, start)) = self.log.take() {
            let spent = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
            log(event
                .with("user", self.user.take())
                .with("status", self.status)
                .with("bytes", self.bytes)
                .with("duration_us", spent));
        }
    }
}

fn event<B>(request: &Request<B>, connection: &Connection, trusted: &Trusted) -> Event {
    let field = |name: HeaderName| {
        let value = request.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let tls = connection.tls.as_ref();
    let client = trusted.client(connection.peer, request.headers());
    let target = request
        .uri()
        .path_and_query()
        .map_or("*", |target| target.as_str());
    Event::notice("access", "")
        .with("time", clock::now())
        .with("peer", connection.peer.who())
        .with(
            "client",
            client.map_or_else(|| connection.peer.who(), |ip| ip.to_string()),
        )
        .with("method", request.method().as_str())
        .with("target", target)
        .with("protocol", format!("{:?}", request.version()))
        .with(
            "host",
            field(hyper::header::HOST).or_else(|| Some(request.uri().authority()?.to_string())),
        )
        .with("referer", field(REFERER))
        .with("user_agent", field(USER_AGENT))
        .with(
            "tls",
            tls.map(|tls| crate::wire::version::Version(tls.version).name().into_owned()),
        )
        .with("server_name", tls.and_then(|tls| tls.server_name.clone()))
}
