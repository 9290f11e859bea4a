//! Accepting connections. A connection that is slow, silent or hostile costs its own task and nothing
//! else; without file descriptors the server waits for better times rather than spin or exit.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, timeout_at};

use super::activity::Activity;
use super::connection::{Connection, unmapped};
use super::converse::converse;
use super::drain::Stop;
use super::fault::Plan;
use super::handshake::{self, Opening};
use super::limit::Limits;
use super::metric::{Metrics, count};
use super::plain;
use super::site::Site;
use super::stream::Stream;
use super::{Listener, Watcher};
use crate::model::Event;
use crate::tlsconf::server::Terminator;

/// What all listeners share.
pub(crate) struct Shared {
    pub(crate) limits: Limits,
    pub(crate) watcher: Watcher,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) room: Arc<Semaphore>,
    pub(crate) guests: Guests,
}

/// Connections per address.
#[derive(Debug, Default)]
pub(crate) struct Guests(Mutex<HashMap<IpAddr, usize>>);

/// A place taken under an address, given back when dropped.
struct Place {
    shared: Arc<Shared>,
    ip: IpAddr,
}

impl Guests {
    fn enter(shared: &Arc<Shared>, ip: IpAddr) -> Option<Place> {
        if !ip.is_loopback() {
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
        if self.ip.is_loopback() {
            return;
        }
        let mut counts = self
            .shared
            .guests
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.ip) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.ip);
            }
        }
    }
}

/// Accepts on one listener until the server drains.
pub(crate) async fn accept(listener: Listener, socket: TcpListener, shared: Arc<Shared>, mut stop: Stop) {
    let mut reserve = spare();
    let mut quiet_until = Instant::now();
    let listener = Arc::new(listener);
    loop {
        let accepted = tokio::select! {
            () = stop.asked() => return,
            accepted = socket.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => welcome(&listener, stream, peer, &shared, &stop, &mut quiet_until),
            Err(error) if is_exhausted(&error) => {
                // The reserve lets the one at the head of the queue be turned away instead of left hanging.
                drop(reserve.take());
                if let Ok((stream, _)) = socket.accept().await {
                    drop(stream);
                }
                reserve = spare();
                let message = "no file descriptors are left: connections are turned away until some are free";
                say(&shared, &mut quiet_until, Event::warning("exhausted", message));
                sleep(BACK_OFF).await;
            }
            // The peer was gone before it was accepted.
            Err(_) => {}
        }
    }
}

fn welcome(
    listener: &Arc<Listener>,
    stream: TcpStream,
    peer: SocketAddr,
    shared: &Arc<Shared>,
    stop: &Stop,
    quiet_until: &mut Instant,
) {
    let place = Guests::enter(shared, unmapped(peer).ip());
    let permit = Arc::clone(&shared.room).try_acquire_owned();
    let (Some(place), Ok(permit)) = (place, permit) else {
        let message = format!("too many connections: {} was turned away", unmapped(peer).ip());
        return say(shared, quiet_until, Event::warning("crowded", message));
    };
    let (listener, shared, stop) = (Arc::clone(listener), Arc::clone(shared), stop.clone());
    tokio::spawn(async move {
        count(&shared.metrics.connections);
        attend(&listener, stream, peer, &shared, stop).await;
        count(&shared.metrics.closed);
        drop((place, permit));
    });
}

async fn attend(listener: &Listener, socket: TcpStream, peer: SocketAddr, shared: &Arc<Shared>, stop: Stop) {
    let _ = socket.set_nodelay(true);
    let local = socket.local_addr().unwrap_or(listener.address);
    let strike = listener.site.fault.as_ref().and_then(Plan::strike);
    let activity = Arc::new(Activity::new().under(strike));
    let stream = Stream::new(socket, Arc::clone(&activity));
    let (peer, local) = (unmapped(peer), unmapped(local));
    match &listener.terminator {
        Some(terminator) => {
            secure(
                listener,
                terminator,
                stream,
                (peer, local),
                activity,
                shared,
                stop,
            )
            .await
        }
        None => {
            let connection = Arc::new(Connection {
                peer,
                local,
                tls: None,
                activity,
                stop: stop.clone(),
            });
            converse(
                stream,
                connection,
                Arc::clone(&listener.site),
                shared.limits,
                stop,
            )
            .await;
        }
    }
}

async fn secure(
    listener: &Listener,
    terminator: &Terminator,
    stream: Stream,
    (peer, local): (SocketAddr, SocketAddr),
    activity: Arc<Activity>,
    shared: &Arc<Shared>,
    mut stop: Stop,
) {
    let deadline = Instant::now() + shared.limits.handshake;
    let opening = tokio::select! {
        opening = timeout_at(deadline, Box::pin(handshake::open(stream, terminator))) => opening,
        // Someone who has not even finished a handshake is not in the middle of anything.
        () = stop.asked() => return,
    };
    match opening {
        Ok(Opening::Tls(stream, secured)) => {
            count(&shared.metrics.handshakes);
            if secured.resumed {
                count(&shared.metrics.resumed);
            }
            let connection = Arc::new(Connection {
                peer,
                local,
                tls: Some(secured),
                activity,
                stop: stop.clone(),
            });
            let site: Arc<Site> = Arc::clone(&listener.site);
            converse(stream, connection, site, shared.limits, stop).await;
        }
        Ok(Opening::Plain(stream)) => {
            count(&shared.metrics.plain_http);
            let _ = timeout_at(deadline, plain::answer(stream, local, &listener.site)).await;
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
            let message = format!("no handshake with {peer}: {error}");
            (shared.watcher)(event("handshake-failed", message, peer));
        }
        Ok(Opening::Silent) => {}
        Err(_) => {
            count(&shared.metrics.handshakes_failed);
            let message = format!("{peer} did not finish its handshake in time");
            (shared.watcher)(event("handshake-timeout", message, peer));
        }
    }
}

/// Strict host: who asked for what.
fn refusal(name: Option<&str>, peer: SocketAddr) -> Event {
    let message = match name {
        Some(name) => format!("refused {peer}: no certificate is served for `{name}`"),
        None => format!("refused {peer}: it named no host (no SNI)"),
    };
    Event::warning("strict-refusal", message)
        .with("peer", peer.to_string())
        .with("server_name", name.map(str::to_owned))
}

fn event(id: &'static str, message: String, peer: SocketAddr) -> Event {
    Event::notice(id, message).with("peer", peer.to_string())
}

/// Says something at most once a second.
fn say(shared: &Shared, quiet_until: &mut Instant, event: Event) {
    if *quiet_until <= Instant::now() {
        *quiet_until = Instant::now() + Duration::from_secs(1);
        (shared.watcher)(event);
    }
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
