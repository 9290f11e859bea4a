//! The engine: owns the sockets of one target and stays within its budget. It asks scans what to ask, runs
//! independent chains of questions side by side, repeats once what was inconclusive, and gathers the
//! answers. It reads no TLS but the one alert that means "not now".

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use rustls::AlertDescription;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};

use super::budget::{self, Budget};
use super::connection::{Connection, Meter};
use super::dns::{Query, Resolver};
use super::handshake::handshake;
use super::limit::{Limits, Pace};
use super::preflight;
use super::quic::{self, Call};
use super::survey::ssl2;
use super::task::Task;
use super::transport::{Family, Place, Route, resolve};
use super::visit::Visit;
use super::{Attempt, Ending, Evidence, Inquiry, Next, Observation, Reply, Scan, Terms};
use crate::error::{Error, Kind};
use crate::http::Fetch;
use crate::pki;

/// What a target cost.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Usage {
    /// Connections opened or tried.
    pub(crate) connections: u32,
    /// Of these, those that repeated an inconclusive one.
    pub(crate) retries: u32,
    /// The most questions that waited for one another.
    pub(crate) longest_chain: u32,
    /// Waits for the peer: one for each connection and one for each answer to what was sent.
    pub(crate) round_trips: u32,
    /// Bytes received.
    pub(crate) received: u64,
    /// Bytes sent.
    pub(crate) sent: u64,
}

/// Asks one target everything that the scans want to know. The error is why there was nothing to scan, or
/// why it came to an end before all was asked; the evidence holds what was learned before.
pub(crate) async fn run(task: Arc<Task>, route: Route, how: &Visit) -> (Evidence, Option<Error>) {
    let limits = how.limits;
    let host = Arc::new(Host {
        budget: Budget::new(limits.in_flight),
        pace: Pace::new(limits.rate),
        meter: Arc::default(),
        limits,
        route,
        resolver: task.resolver.clone(),
    });
    let mut seen = Evidence::new(task);
    let end = Instant::now() + limits.total;
    let mut stop = how.stop.clone();
    let mut problem = tokio::select! {
        greeted = timeout_at(end, greet(&host, &mut seen)) => match greeted {
            Ok(outcome) => outcome.err(),
            Err(_) => Some(preflight::stalled(&host.route, limits.total)),
        },
        () = stop.heard() => Some(interrupted()),
    };
    if problem.is_none() {
        problem = tokio::select! {
            scanned = timeout_at(end, scan(&host, &how.scans, &mut seen)) => match scanned {
                Ok(()) => None,
                Err(_) => Some(cut_short(&host, &seen)),
            },
            () = stop.heard() => Some(interrupted()),
        };
        seen.is_cut_short = problem.is_some();
    }
    seen.usage = host.meter.read();
    (seen, problem)
}

/// The time is up. Whoever completed a handshake speaks TLS, whatever else was not asked.
fn cut_short(host: &Host, seen: &Evidence) -> Error {
    let kind = match preflight::unfinished(seen, &host.route.place) {
        Some(error) => error.kind(),
        None => Kind::Unfinished,
    };
    let seconds = host.limits.total.as_secs();
    Error::new(kind, format!("the scan was cut short after {seconds} s"))
        .hint("give it more time with --total-timeout, or ask less with --scan or --fast")
}

fn interrupted() -> Error {
    Error::new(Kind::Unfinished, "the scan was interrupted")
        .because("the report holds what was learned before, and the rest is inconclusive")
}

/// The first handshake, which every scan reads and without which there is nothing to scan.
async fn greet(host: &Arc<Host>, seen: &mut Evidence) -> Result<(), Error> {
    let greeting = preflight::greeting(&seen.task);
    let (id, learned, _) = ask(greeting, 0, host.clone()).await;
    seen.add(id, learned);
    let verdict = preflight::judge(seen, &host.route);
    if let Some(second) = preflight::second_opinion(seen) {
        let (id, learned, _) = ask(second, 0, host.clone()).await;
        seen.add(id, learned);
        if seen.accepted().next().is_some() {
            return Ok(());
        }
    }
    if verdict.is_err() && preflight::may_be_ssl2(seen) {
        let (id, learned, _) = ask(ssl2::inquiry(), 0, host.clone()).await;
        seen.add(id, learned);
        if ssl2::is_spoken(seen) {
            return Ok(());
        }
    }
    verdict
}

async fn scan(host: &Arc<Host>, scans: &[&'static dyn Scan], seen: &mut Evidence) {
    let mut running = JoinSet::new();
    let mut asked = BTreeSet::new();
    let mut depth = host.meter.longest_chain.load(Ordering::Relaxed);
    loop {
        for inquiry in scans.iter().flat_map(|scan| scan.plan(seen)) {
            let id = inquiry.id().into_owned();
            if !seen.is_answered(&id) && asked.insert(id) {
                running.spawn(ask(inquiry, depth, host.clone()));
            }
        }
        match running.join_next().await {
            None => return,
            Some(Ok((id, learned, questions))) => {
                seen.add(id, learned);
                depth = questions;
            }
            // A chain that panicked answers nothing; its scans conclude without it.
            Some(Err(_)) => {}
        }
    }
}

/// Carries out one chain of questions to its end. What called for it took `depth` questions one after the other;
/// given back is how many it was with its own.
async fn ask(
    mut inquiry: Box<dyn Inquiry>,
    mut depth: u32,
    host: Arc<Host>,
) -> (String, Vec<Observation>, u32) {
    let mut open = None;
    let mut reply = None;
    loop {
        reply = Some(match inquiry.next(reply.take()) {
            Next::Hello(attempt) => {
                drop(open.take());
                let (reply, connection) = host.hello(&attempt, depth).await;
                open = connection;
                reply
            }
            Next::Send(attempt) => host.send(open.as_mut(), &attempt).await,
            Next::Handshake(terms) => {
                drop(open.take());
                host.handshake(&terms, depth).await
            }
            Next::Fetch(url) => host.fetch(&url).await,
            Next::Call(call) => host.call(&call, depth).await,
            Next::LookUp(query) => host.look_up(&query).await,
            Next::Done(learned) => {
                host.meter.longest_chain.fetch_max(depth, Ordering::Relaxed);
                return (inquiry.id().into_owned(), learned, depth);
            }
        });
        depth += 1;
    }
}

/// One target's sockets.
struct Host {
    route: Route,
    /// Who is asked about names; nobody where that is not wanted.
    resolver: Option<Arc<Resolver>>,
    limits: Limits,
    budget: Budget,
    pace: Pace,
    meter: Arc<Meter>,
}

impl Host {
    async fn hello(&self, attempt: &Attempt, depth: u32) -> (Reply, Option<Connection>) {
        let mut answer = self.hello_once(attempt, depth).await;
        for nth in 1..=self.limits.retries {
            if !is_inconclusive(&answer.0) {
                break;
            }
            drop(answer.1.take());
            self.back_off(nth).await;
            answer = self.hello_once(attempt, depth).await;
        }
        answer
    }

    async fn hello_once(&self, attempt: &Attempt, depth: u32) -> (Reply, Option<Connection>) {
        let (mut connection, early) = match self.connect(attempt, false, depth).await {
            Ok(connected) => connected,
            Err(ending) => return (Reply::none(ending), None),
        };
        let (received, ending) = connection.exchange(attempt, self.limits.timeout).await;
        let reply = Reply {
            connection: connection.number,
            received,
            early,
            ending,
            session: None,
            looked_up: None,
            called: None,
        };
        (reply, Some(connection))
    }

    async fn send(&self, open: Option<&mut Connection>, attempt: &Attempt) -> Reply {
        let Some(connection) = open else {
            return Reply::none(Ending::Closed);
        };
        let (received, ending) = connection.exchange(attempt, self.limits.timeout).await;
        Reply {
            connection: connection.number,
            received,
            early: Vec::new(),
            ending,
            session: None,
            looked_up: None,
            called: None,
        }
    }

    async fn handshake(&self, terms: &Terms, depth: u32) -> Reply {
        let mut reply = self.handshake_once(terms, depth).await;
        for nth in 1..=self.limits.retries {
            if terms.is_asked_once || !is_inconclusive(&reply) {
                break;
            }
            self.back_off(nth).await;
            reply = self.handshake_once(terms, depth).await;
        }
        reply
    }

    async fn handshake_once(&self, terms: &Terms, depth: u32) -> Reply {
        let whole = Attempt::new(Vec::new(), |_| true);
        let (mut connection, early) = match self.connect(&whole, terms.injects, depth).await {
            Ok(connected) => connected,
            Err(ending) => return Reply::none(ending),
        };
        let (received, ending, session) = handshake(&mut connection, terms, self.limits.timeout).await;
        Reply {
            connection: connection.number,
            received,
            early,
            ending,
            session: Some(Box::new(session)),
            looked_up: None,
            called: None,
        }
    }

    /// What the DNS says, which is asked by no connection of the target's.
    async fn look_up(&self, query: &Query) -> Reply {
        let answer = match &self.resolver {
            Some(resolver) => resolver.ask(query).await,
            None => Err("nobody was asked".to_owned()),
        };
        Reply {
            looked_up: Some(answer),
            ..Reply::none(Ending::Enough)
        }
    }

    /// What is at `url`, which is no server of the target's and not counted as its connection.
    async fn fetch(&self, url: &str) -> Reply {
        let fetch = Fetch {
            deadline: self.limits.timeout,
            private: self.limits.fetches_privately,
            ..Fetch::default()
        };
        let fetched = if self.route.proxy.is_some() {
            let open = async |host: &str, port| self.open_for(&fetch, url, host, port).await;
            fetch.get_over(url, open).await
        } else {
            fetch.get(url).await
        };
        match fetched {
            Ok(body) => Reply {
                received: body.to_vec(),
                ..Reply::none(Ending::Enough)
            },
            Err(error) => {
                let hints = error.hints().iter().map(|hint| format!("; {hint}"));
                let told = error.to_string() + &hints.collect::<String>();
                Reply::none(Ending::Unconnected(told))
            }
        }
    }

    /// A connection to a third party by the target's proxy, which may be who resolves names.
    async fn open_for(&self, fetch: &Fetch, url: &str, host: &str, port: u16) -> Result<TcpStream, Error> {
        let host = pki::host::Host::parse(host)?;
        let resolves = self.route.proxy.as_ref().is_some_and(|proxy| proxy.resolves());
        let place = match &host {
            pki::host::Host::Dns(name) if resolves => Place::Name(name.clone(), port),
            host => {
                let found = resolve(
                    host,
                    port,
                    Family::Any,
                    self.limits.timeout,
                    self.resolver.as_deref(),
                )
                .await?;
                let first = found.first().copied();
                let address = first.ok_or_else(|| Error::unreachable(format!("`{host}` has no address")))?;
                fetch.permits(url, address.ip())?;
                Place::Address(address)
            }
        };
        match self.route.open_to(&place, self.limits.timeout).await {
            Ok(opened) => Ok(opened.stream),
            Err(Ending::NoWay(error)) => Err(error),
            Err(ending) => Err(Error::unreachable(ending.inconclusive().unwrap_or_default())),
        }
    }

    async fn back_off(&self, nth: u32) {
        self.meter.retries.fetch_add(1, Ordering::Relaxed);
        sleep(Limits::back_off(nth)).await;
    }

    /// A place within the budget, and the number of the connection that takes it.
    async fn turn(&self, depth: u32) -> Result<(budget::Place, u32), Ending> {
        let place = self.budget.take(depth).await;
        self.pace.turn().await;
        let number = self.meter.connections.fetch_add(1, Ordering::Relaxed) + 1;
        if self.limits.connections.is_some_and(|most| number > most) {
            self.meter.connections.fetch_sub(1, Ordering::Relaxed);
            return Err(Ending::Unconnected(
                "the budget of connections is spent".to_owned(),
            ));
        }
        Ok((place, number))
    }

    /// What the server says over QUIC, which no proxy carries: where there is one, nothing goes past it.
    async fn call(&self, call: &Call, depth: u32) -> Reply {
        let place = call
            .port
            .map_or_else(|| self.route.place.clone(), |port| self.route.place.at(port));
        let (None, Place::Address(address)) = (&self.route.proxy, place) else {
            return Reply::none(Ending::Unconnected("the proxy carries no QUIC".to_owned()));
        };
        let (_place, connection) = match self.turn(depth).await {
            Ok(turn) => turn,
            Err(ending) => return Reply::none(ending),
        };
        let (answer, cost) = quic::call(address, &call.question, self.limits.timeout).await;
        self.meter.datagrams(cost.sent, cost.received);
        Reply {
            connection,
            called: Some(answer),
            ..Reply::none(Ending::Enough)
        }
    }

    /// A connection within the budget, ready for TLS unless the attempt is bare, and what had come in the
    /// clear behind the consent to it.
    async fn connect(
        &self,
        attempt: &Attempt,
        injects: bool,
        depth: u32,
    ) -> Result<(Connection, Vec<u8>), Ending> {
        let (place, number) = self.turn(depth).await?;
        let opened = self.route.open(attempt.port, self.limits.timeout).await?;
        self.meter.round_trip();
        let mut connection = Connection::new(opened, number, self.meter.clone(), place);
        let early = match &self.route.starttls {
            Some((protocol, name)) if !attempt.bare => {
                let injection = protocol.injection.as_ref().filter(|_| injects);
                let behind = injection.map_or(&[][..], |injection| injection.command);
                let script = protocol.script(name, behind);
                connection.upgrade(script, self.limits.timeout).await?
            }
            _ => Vec::new(),
        };
        Ok((connection, early))
    }
}

/// Whether asking again might get another answer: nothing was heard, or the server said that it could not.
fn is_inconclusive(reply: &Reply) -> bool {
    let overloaded = match &reply.session {
        Some(session) => session.alert == Some(AlertDescription::InternalError),
        // A fatal alert in the clear, `internal_error` (RFC 8446 §6).
        None => matches!(reply.received[..], [0x15, _, _, 0, 2, 2, 80, ..]),
    };
    overloaded || reply.ending.inconclusive().is_some()
}
