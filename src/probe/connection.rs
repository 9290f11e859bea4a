//! One TCP connection of the engine: counted, capped, with a deadline on every wait. It knows bytes and
//! endings, nothing of TLS.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use super::budget::Place;
use super::engine::Usage;
use super::starttls::{Script, Step};
use super::transport::Opened;
use super::{Attempt, Ending};

/// The most that is kept of one answer, in bytes: a first flight with a hundred certificates fits.
pub(super) const LIMIT: usize = 512 << 10;

/// Bytes read at once.
const CHUNK: usize = 16 << 10;

/// Counts what a target costs.
#[derive(Debug, Default)]
pub(super) struct Meter {
    pub(super) connections: AtomicU32,
    pub(super) retries: AtomicU32,
    pub(super) longest_chain: AtomicU32,
    round_trips: AtomicU32,
    received: AtomicU64,
    sent: AtomicU64,
}

impl Meter {
    /// What it counted so far.
    pub(super) fn read(&self) -> Usage {
        Usage {
            connections: self.connections.load(Ordering::Relaxed),
            retries: self.retries.load(Ordering::Relaxed),
            longest_chain: self.longest_chain.load(Ordering::Relaxed),
            round_trips: self.round_trips.load(Ordering::Relaxed),
            received: self.received.load(Ordering::Relaxed),
            sent: self.sent.load(Ordering::Relaxed),
        }
    }

    /// What was sent and received otherwise than over a [`Connection`].
    pub(super) fn datagrams(&self, sent: u64, received: u64) {
        self.sent.fetch_add(sent, Ordering::Relaxed);
        self.received.fetch_add(received, Ordering::Relaxed);
        self.round_trip();
    }

    /// One more wait for the peer.
    pub(super) fn round_trip(&self) {
        self.round_trips.fetch_add(1, Ordering::Relaxed);
    }
}

/// A connection that is open, and holds its place in the budget until dropped.
pub(super) struct Connection {
    stream: TcpStream,
    /// What came before it was asked for, and is the next to be received.
    ahead: Vec<u8>,
    meter: Arc<Meter>,
    /// Whether something was sent since something was last received.
    waiting: bool,
    /// Counted from 1 for each target.
    pub(super) number: u32,
    _place: Place,
}

impl Connection {
    pub(super) fn new(opened: Opened, number: u32, meter: Arc<Meter>, place: Place) -> Self {
        // Without it a split hello would be joined again, and small writes would wait for each other.
        let _ = opened.stream.set_nodelay(true);
        Self {
            stream: opened.stream,
            ahead: opened.ahead,
            meter,
            waiting: false,
            number,
            _place: place,
        }
    }

    /// Sends all of `bytes`.
    ///
    /// # Errors
    ///
    /// Why the peer would not take them before `deadline`.
    pub(super) async fn send(&mut self, bytes: &[u8], deadline: Instant) -> Result<(), Ending> {
        self.waiting = true;
        self.meter.sent.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        match timeout_at(deadline, self.stream.write_all(bytes)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(ending(&error)),
            Err(_) => Err(Ending::TimedOut),
        }
    }

    /// Waits for more bytes and appends them to `received`.
    ///
    /// # Errors
    ///
    /// Why there are none: the peer closed or reset the connection, the deadline passed, or `received`
    /// is as long as it may be.
    pub(super) async fn receive(&mut self, received: &mut Vec<u8>, deadline: Instant) -> Result<(), Ending> {
        if received.len() >= LIMIT {
            return Err(Ending::TooMuch);
        }
        if !self.ahead.is_empty() {
            self.meter
                .received
                .fetch_add(self.ahead.len() as u64, Ordering::Relaxed);
            received.append(&mut self.ahead);
            return Ok(());
        }
        let mut chunk = [0; CHUNK];
        match timeout_at(deadline, self.stream.read(&mut chunk)).await {
            Ok(Ok(0)) => Err(Ending::Closed),
            Ok(Ok(count)) => {
                if std::mem::replace(&mut self.waiting, false) {
                    self.meter.round_trip();
                }
                self.meter.received.fetch_add(count as u64, Ordering::Relaxed);
                received.extend_from_slice(&chunk[..count]);
                Ok(())
            }
            Ok(Err(error)) => Err(ending(&error)),
            Err(_) => Err(Ending::TimedOut),
        }
    }

    /// Plays a conversation up to the beginning of TLS, and gives what came behind the consent.
    ///
    /// # Errors
    ///
    /// Why TLS does not begin.
    pub(super) async fn upgrade(
        &mut self,
        mut script: Script,
        timeout: std::time::Duration,
    ) -> Result<Vec<u8>, Ending> {
        let deadline = Instant::now() + timeout;
        let mut received = Vec::new();
        loop {
            match script.next(&received) {
                Step::Send(bytes) => self.send(&bytes, deadline).await?,
                Step::Upgrade(early) => return Ok(early),
                Step::Refused(why) => return Err(Ending::NoUpgrade(why)),
                Step::Unexpected(what) => {
                    return Err(Ending::NoUpgrade(format!("it answers with {what}")));
                }
                Step::More => match self.receive(&mut received, deadline).await {
                    Err(Ending::Closed) => {
                        return Err(Ending::NoUpgrade("it closes the connection instead".to_owned()));
                    }
                    outcome => outcome?,
                },
            }
        }
    }

    /// Sends what `attempt` says and reads until it is answered.
    pub(super) async fn exchange(
        &mut self,
        attempt: &Attempt,
        timeout: std::time::Duration,
    ) -> (Vec<u8>, Ending) {
        let mut received = Vec::new();
        let mut unsent = None;
        for write in &attempt.writes {
            if !write.after.is_zero() {
                tokio::time::sleep(write.after).await;
            }
            // A peer that takes no more may have said why: what it sent is still read below.
            if let Err(ending) = self.send(&write.bytes, Instant::now() + timeout).await {
                unsent = Some(ending);
                break;
            }
        }
        let deadline = Instant::now() + timeout;
        let mut looked_at = 0;
        loop {
            // All of it is looked at each time. While more is at hand that waits until there is twice as
            // much: a server that floods is to cost no more than what it sends.
            if received.len() % CHUNK != 0 || received.len() >= 2 * looked_at {
                looked_at = received.len();
                if (attempt.until)(&received) {
                    return (received, Ending::Enough);
                }
            }
            if let Err(ending) = self.receive(&mut received, deadline).await {
                // A reset that the write was told of is no news to the read, which finds the end of a stream.
                let ending = unsent.filter(|_| received.is_empty()).unwrap_or(ending);
                let is_enough = looked_at < received.len() && (attempt.until)(&received);
                return (received, if is_enough { Ending::Enough } else { ending });
            }
        }
    }
}

fn ending(error: &io::Error) -> Ending {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Ending::Closed,
        _ => Ending::Reset,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::net::TcpListener;

    use super::super::budget::Budget;
    use super::*;
    use crate::probe::Write;

    #[tokio::test]
    async fn a_reset_that_only_the_write_is_told_of_is_a_reset() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let peer = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.expect("a connection");
            // What is closed with something unread is reset.
            stream.readable().await.expect("open");
        });
        let opened = Opened {
            stream: TcpStream::connect(address).await.expect("it listens"),
            ahead: Vec::new(),
        };
        let place = Budget::new(1).take(0).await;
        let mut connection = Connection::new(opened, 1, Arc::default(), place);
        let write = |after| Write {
            bytes: vec![22; 64],
            after: Duration::from_millis(after),
        };
        let mut attempt = Attempt::new(Vec::new(), |_| false);
        attempt.writes = vec![write(0), write(200)];
        let (received, ending) = connection.exchange(&attempt, Duration::from_secs(5)).await;
        assert_eq!((received, ending), (Vec::new(), Ending::Reset));
        peer.await.expect("no panic");
    }
}
