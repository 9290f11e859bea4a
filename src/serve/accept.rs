//! Accepting connections. A connection that is slow, silent or hostile costs its own task and nothing
//! else; without file descriptors the server waits for better times rather than spin or exit.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::activity::Activity;
use super::connection::Connection;
use super::converse::converse;
use super::drain::Stop;
use super::fault::Plan;
use super::handshake::{self, Opening};
use super::introduction;
use super::limit::Limits;
use super::metric::{Metrics, count};
use super::plain;
use super::preface;
use super::raw;
use super::socket::{Acceptor, End, Socket};
use super::stream::Stream;
use super::{Listener, Service, Watcher};
use crate::model::Event;
use crate::tlsconf::server::Terminator;

/// What all listeners share.
pub(crate) struct Shared {
    pub(crate) limits: Limits,
    pub(crate) watcher: Watcher,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) room: Arc<Semaphore>,
    pub(crate) guests: Guests,
    pub(crate) calm: Calm,
}

/// Connections per address.
#[derive(Debug, Default)]
pub(crate) struct Guests(Mutex<HashMap<IpAddr, usize>>);

/// A place taken under an address, given back when dropped.
pub(crate) struct Place {
    shared: Arc<Shared>,
    ip: Option<IpAddr>,
}

impl Guests {
    /// A place for a connection from `peer`; `None` where it has as many as it may.
    pub(crate) fn enter(shared: &Arc<Shared>, peer: End) -> Option<Place> {
        let ip = peer.ip().filter(|ip| !ip.is_loopback());
        if let Some(ip) = ip {
            let mut counts = shared.guests.0.lock().unwrap_or_else(PoisonError::into_inner);
            let count = counts.entry(ip).or_default();
            if *count >= shared.limits.per_address {
                return None;
            }
            *count += 1;
        }
        Some(Place {
            shared: Arc::clone(shared),
            ip,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(ip) = self.ip else { return };
        let mut counts = self
            .shared
            .guests
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&ip) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&ip);
            }
        }
    }
}

/// What keeps a crowd from filling the log: until when nothing more is said of it.
#[derive(Debug, Default)]
pub(crate) struct Calm(Mutex<Option<Instant>>);

impl Shared {
    /// Says something at most once a second.
    pub(crate) fn say_seldom(&self, event: Event) {
        let now = Instant::now();
        let mut until = self.calm.0.lock().unwrap_or_else(PoisonError::into_inner);
        if until.is_none_or(|until| until <= now) {
            *until = Some(now + Duration::from_secs(1));
            drop(until);
            (self.watcher)(event);
        }
    }

    /// Turns a connection away.
    pub(crate) fn crowded(&self, peer: End) {
        let message = format!("too many connections: {} was turned away", peer.who());
        self.say_seldom(Event::warning("crowded", message));
    }
}

/// A connection before its handshake.
struct Fresh {
    stream: Stream,
    /// The client's, and the one it connected to.
    ends: (End, End),
    activity: Arc<Activity>,
    /// By when the handshake must be over.
    deadline: Instant,
}

/// Accepts on one listener until the server drains.
pub(crate) async fn accept(listener: Arc<Listener>, socket: Acceptor, shared: Arc<Shared>, mut stop: Stop) {
    let mut reserve = spare();
    loop {
        let accepted = tokio::select! {
            () = stop.asked() => return,
            accepted = socket.accept() => accepted,
        };
        match accepted {
            Ok((socket, peer)) => welcome(&listener, socket, peer, &shared, &stop),
            Err(error) if is_exhausted(&error) => {
                let message = "no file descriptors are left: connections are turned away until some are free";
                shared.say_seldom(Event::warning("exhausted", message));
                // The reserve lets the one at the head of the queue be turned away instead of left hanging. Who
                // comes when there are descriptors again is welcome.
                drop(reserve.take());
                let waiting = at_once(socket.accept()).await;
                reserve = spare();
                if let Some(Ok((socket, peer))) = waiting
                    && reserve.is_some()
                {
                    welcome(&listener, socket, peer, &shared, &stop);
                    continue;
                }
                reserve = reserve.or_else(spare);
                tokio::select! {
                    () = stop.asked() => return,
                    () = sleep(BACK_OFF) => {}
                }
            }
            // The peer was gone before it was accepted.
            Err(_) => {}
        }
    }
}

/// What a future gives without waiting.
async fn at_once<F: Future>(future: F) -> Option<F::Output> {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|context| {
        Poll::Ready(match future.as_mut().poll(context) {
            Poll::Ready(output) => Some(output),
            Poll::Pending => None,
        })
    })
    .await
}

fn welcome(listener: &Arc<Listener>, socket: Socket, peer: End, shared: &Arc<Shared>, stop: &Stop) {
    // Those who speak for others are not counted themselves.
    let place = if listener.is_introduced_by(peer) {
        None
    } else {
        match Guests::enter(shared, peer) {
            Some(place) => Some(place),
            None => return shared.crowded(peer),
        }
    };
    let Ok(permit) = Arc::clone(&shared.room).try_acquire_owned() else {
        return shared.crowded(peer);
    };
    let (listener, shared, stop) = (Arc::clone(listener), Arc::clone(shared), stop.clone());
    tokio::spawn(async move {
        count(&shared.metrics.connections);
        attend(&listener, socket, peer, place, &shared, stop).await;
        count(&shared.metrics.closed);
        drop(permit);
    });
}

async fn attend(
    listener: &Listener,
    socket: Socket,
    peer: End,
    mut place: Option<Place>,
    shared: &Arc<Shared>,
    mut stop: Stop,
) {
    let deadline = Instant::now() + shared.limits.handshake;
    let strike = listener.fault.as_ref().and_then(Plan::strike);
    let activity = Arc::new(Activity::new().under(strike));
    let mut ends = (peer, socket.local());
    let mut stream = Stream::new(socket, Arc::clone(&activity));
    if place.is_none() {
        let said = tokio::select! {
            said = timeout_at(deadline, introduction::read(&mut stream)) => said,
            () = stop.asked() => return,
        };
        match said {
            Ok(Ok(said)) => ends = said.unwrap_or(ends),
            Ok(Err(why)) => return (shared.watcher)(unintroduced(peer, &why)),
            Err(_) => return (shared.watcher)(unintroduced(peer, "it did not come in time")),
        }
        place = Guests::enter(shared, ends.0);
        if place.is_none() {
            return shared.crowded(ends.0);
        }
    }
    match &listener.terminator {
        Some(terminator) => {
            let fresh = Fresh {
                stream,
                ends,
                activity,
                deadline,
            };
            Box::pin(secure(listener, terminator, fresh, shared, stop)).await;
        }
        None => clear(listener, stream, ends, shared, stop).await,
    }
}

/// Serves a connection without TLS.
async fn clear(
    listener: &Listener,
    mut stream: Stream,
    (peer, local): (End, End),
    shared: &Arc<Shared>,
    mut stop: Stop,
) {
    let mut prior_knowledge = false;
    if let Service::Http(_) = listener.service {
        let begun = tokio::select! {
            begun = timeout(shared.limits.head, preface::is_next(&mut stream)) => begun,
            () = stop.asked() => return,
        };
        let Ok(Ok(begun)) = begun else { return };
        prior_knowledge = begun;
    }
    let connection = Connection {
        peer,
        local,
        tls: None,
        prior_knowledge,
        activity: Arc::clone(stream.activity()),
        stop: stop.clone(),
    };
    serve(listener, stream, connection, shared, stop).await;
}

/// Serves an open connection to its end.
async fn serve<S>(listener: &Listener, stream: S, connection: Connection, shared: &Shared, stop: Stop)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    match &listener.service {
        Service::Http(site) => {
            converse(
                stream,
                Arc::new(connection),
                Arc::clone(site),
                shared.limits,
                stop,
            )
            .await;
        }
        Service::Raw => raw::echo(stream, &connection.activity, &shared.limits, stop).await,
    }
}

async fn secure(
    listener: &Listener,
    terminator: &Terminator,
    fresh: Fresh,
    shared: &Arc<Shared>,
    mut stop: Stop,
) {
    let Fresh {
        stream,
        ends: (peer, local),
        activity,
        deadline,
    } = fresh;
    let opening = tokio::select! {
        opening = timeout_at(deadline, Box::pin(handshake::open(stream, terminator))) => opening,
        // Someone who has not even finished a handshake is not in the middle of anything.
        () = stop.asked() => return,
    };
    let connection = |tls| Connection {
        peer,
        local,
        tls,
        prior_knowledge: false,
        activity,
        stop: stop.clone(),
    };
    match opening {
        Ok(Opening::Tls(stream, secured)) => {
            count(&shared.metrics.handshakes);
            if secured.resumed == Some(true) {
                count(&shared.metrics.resumed);
            }
            let connection = connection(Some(secured));
            serve(listener, stream, connection, shared, stop).await;
        }
        Ok(Opening::Plain(stream)) => {
            count(&shared.metrics.plain_http);
            if let Service::Http(site) = &listener.service {
                let connection = connection(None);
                let _ = timeout_at(deadline, plain::answer(stream, &connection, site)).await;
            }
            (shared.watcher)(event(
                "plain-http",
                format!("{peer} spoke HTTP without TLS"),
                peer,
            ));
        }
        Ok(Opening::Stranger(name)) => {
            count(&shared.metrics.strict_refusals);
            (shared.watcher)(refusal(name.as_deref(), peer));
        }
        Ok(Opening::Failed(error)) => {
            count(&shared.metrics.handshakes_failed);
            (shared.watcher)(failed(peer, &error.to_string()));
        }
        Ok(Opening::Silent) => {}
        Err(_) => {
            count(&shared.metrics.handshakes_failed);
            let message = format!("{peer} did not finish its handshake in time");
            (shared.watcher)(event("handshake-timeout", message, peer));
        }
    }
}

/// A handshake that came to nothing.
pub(crate) fn failed(peer: End, why: &str) -> Event {
    event(
        "handshake-failed",
        format!("no handshake with {peer}: {why}"),
        peer,
    )
}

fn unintroduced(peer: End, why: &str) -> Event {
    let message = format!("closed the connection from {peer}: no sound PROXY header: {why}");
    Event::warning("proxy-header", message).with("peer", peer.to_string())
}

/// Strict host: who asked for what.
pub(crate) fn refusal(name: Option<&str>, peer: End) -> Event {
    let message = match name {
        Some(name) => format!("refused {peer}: no certificate is served for `{name}`"),
        None => format!("refused {peer}: it named no host (no SNI)"),
    };
    Event::warning("strict-refusal", message)
        .with("peer", peer.to_string())
        .with("server_name", name.map(str::to_owned))
}

fn event(id: &'static str, message: String, peer: End) -> Event {
    Event::notice(id, message).with("peer", peer.to_string())
}

/// A descriptor kept for the day when there are none.
fn spare() -> Option<File> {
    File::open("/dev/null").ok()
}

fn is_exhausted(error: &io::Error) -> bool {
    // ENFILE, EMFILE, ENOBUFS, ENOMEM as Linux numbers them.
    matches!(error.raw_os_error(), Some(23 | 24 | 105 | 12))
}

/// How long to wait for descriptors: long enough to cost nothing, short enough to go unnoticed.
const BACK_OFF: Duration = Duration::from_millis(50);
