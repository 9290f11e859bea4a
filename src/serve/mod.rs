//! A SERVER: listeners, handshakes, HTTP, and what is answered with. Everything that can be wrong is
//! found out before the first address is bound; what happens afterwards is told to a watcher as events.
//!
//! RFC 8446 and 5246 (by rustls), RFC 9110–9113.

mod accept;
mod activity;
pub(crate) mod address;
mod answer;
mod authority;
mod body;
mod connection;
mod converse;
pub(crate) mod cors;
mod drain;
pub(crate) mod fault;
pub(crate) mod follow;
mod framing;
mod handshake;
mod head;
pub(crate) mod header;
mod inbound;
pub(crate) mod introduction;
mod leftover;
pub(crate) mod limit;
pub(crate) mod listener;
pub(crate) mod login;
pub(crate) mod metric;
pub(crate) mod mode;
pub(crate) mod passed;
mod plain;
mod preface;
#[cfg(feature = "quic")]
mod quic;
mod raw;
pub(crate) mod record;
mod retort;
pub(crate) mod site;
pub(crate) mod socket;
mod stream;
mod supervisor;
pub(crate) mod trusted;
mod unix;

use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::error::{Error, Result, os_reason};
use crate::model::Event;
use crate::tlsconf::reload::Reload;
use crate::tlsconf::server::Terminator;
use accept::{Calm, Guests, Shared};
use drain::Drain;
use follow::Renewal;
use limit::Limits;
use listener::Bound;
use login::Logins;
use metric::Metrics;
use site::Site;
use socket::{Acceptor, End};
use trusted::Trusted;

/// Where events go.
pub(crate) type Watcher = Arc<dyn Fn(Event) + Send + Sync>;

/// What one bound address serves, and how.
pub(crate) struct Listener {
    /// What makes it TLS; `None` for a plain one.
    pub(crate) terminator: Option<Arc<Terminator>>,
    /// What it serves.
    pub(crate) service: Service,
    /// Proxies that must say for whom they speak, by the PROXY protocol.
    pub(crate) introduced: Option<Trusted>,
    /// What clients are tried with.
    pub(crate) fault: Option<Arc<fault::Plan>>,
}

/// What goes over a connection.
#[derive(Clone)]
pub(crate) enum Service {
    /// HTTP.
    Http(Arc<Site>),
    /// Bytes, sent back as they come.
    Raw,
}

impl Listener {
    /// Whether this peer has to say for whom it speaks.
    fn is_introduced_by(&self, peer: End) -> bool {
        self.introduced.as_ref().is_some_and(|trusted| trusted.has(peer))
    }
}

/// A server ready to run.
pub(crate) struct Server {
    /// The sockets, each with what it serves.
    pub(crate) listeners: Vec<(Bound, Listener)>,
    /// What its peers are allowed.
    pub(crate) limits: Limits,
    /// Where events go.
    pub(crate) watcher: Watcher,
    /// What is counted.
    pub(crate) metrics: Arc<Metrics>,
    /// Identities that follow their files.
    pub(crate) reloads: Vec<Reload>,
    /// What is made on the spot and becomes stale.
    pub(crate) renewal: Option<Renewal>,
    /// Who may ask, by files that may change.
    pub(crate) logins: Option<Arc<Logins>>,
}

/// How a server ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Ending {
    /// Asked to stop; what was in progress was finished, or had its time.
    Drained,
    /// Asked a second time.
    Interrupted,
}

/// Runs a server to its end. `ready` is called once connections are accepted.
///
/// # Errors
///
/// An output error where the system gives no threads or descriptors to begin with.
pub(crate) fn run(server: Server, ready: impl FnOnce() -> Result<()>) -> Result<Ending> {
    raise_descriptor_limit();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::output("no threads can be started").because(os_reason(&e)))?;
    let ending = runtime.block_on(serve(server, ready));
    runtime.shutdown_timeout(FAREWELL);
    ending
}

/// How long threads may take to stop: a handshake that draws its first randomness while the process ends makes
/// aws-lc abort it, and a slow disk must not keep it alive.
const FAREWELL: Duration = Duration::from_millis(200);

async fn serve(server: Server, ready: impl FnOnce() -> Result<()>) -> Result<Ending> {
    let mut signals = Signals::new()?;
    // Whoever hears that the server is ready may ask it to reload at once.
    let hangup = listen(SignalKind::hangup())?;
    let drain = Drain::new();
    let shared = Arc::new(Shared {
        limits: server.limits,
        watcher: server.watcher,
        metrics: server.metrics,
        room: Arc::new(Semaphore::new(server.limits.connections)),
        guests: Guests::default(),
        calm: Calm::default(),
    });
    let mut accepting = JoinSet::new();
    for (bound, listener) in server.listeners {
        let Bound {
            socket,
            place,
            trace,
            #[cfg(feature = "quic")]
            quic,
            ..
        } = bound;
        #[cfg(feature = "quic")]
        if let Some(socket) = quic
            && let Some(quic) = quic::Quic::new(&listener, socket, &shared.limits)?
        {
            // Not among those who accept: packets are to be answered until the last request is.
            tokio::spawn(quic.accept(Arc::clone(&shared), drain.stop()));
        }
        let socket = Acceptor::new(socket)
            .map_err(|e| Error::output(format!("`{place}` cannot be listened on")).because(os_reason(&e)))?;
        let accepted = accept::accept(Arc::new(listener), socket, Arc::clone(&shared), drain.stop());
        accepting.spawn(async move {
            accepted.await;
            drop(trace);
        });
    }
    let following = follow::follow(
        hangup,
        server.reloads,
        server.renewal,
        server.logins.filter(|logins| logins.can_be_read_again()),
        Arc::clone(&shared.metrics),
        Arc::clone(&shared.watcher),
    );
    let following = tokio::spawn(following);
    ready()?;
    supervisor::ready();
    signals.asked().await;
    supervisor::stopping();
    drain.begin();
    // Nobody is let in any more for whom it would be read again.
    following.abort();
    Ok(finish(&shared, &drain, accepting, &mut signals).await)
}

/// Lets the requests in progress come to their end, once nobody is let in any more.
async fn finish(shared: &Shared, drain: &Drain, mut accepting: JoinSet<()>, signals: &mut Signals) -> Ending {
    while accepting.join_next().await.is_some() {}
    (shared.watcher)(Event::notice(
        "draining",
        "stopping: requests in progress are finished first",
    ));
    tokio::select! {
        _ = tokio::time::timeout(shared.limits.grace, drain.over()) => Ending::Drained,
        () = signals.asked() => Ending::Interrupted,
    }
}

/// SIGINT and SIGTERM.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn new() -> Result<Self> {
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

fn listen(kind: SignalKind) -> Result<Signal> {
    signal(kind).map_err(|e| Error::output("signals cannot be received").because(os_reason(&e)))
}

/// As many descriptors as the system allows: the usual soft limit of 1 024 is for programs that `select`.
fn raise_descriptor_limit() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current < limit.maximum || limit.maximum.is_none() {
        limit.current = limit.maximum;
        let _ = setrlimit(Resource::Nofile, limit);
    }
}
