//! The plan carried out on bytes, between rustls and the socket: what rustls writes is taken apart into
//! records, each is edited, and what comes of it is sent at the pace of the plan, until the step at which
//! the connection ends. Bytes that are no records (HTTP without TLS) are sent as they are.

use std::future::Future as _;
use std::io;
use std::net::Shutdown;
use std::os::fd::AsFd;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::plan::{End, Place, Step, Strike};
use crate::wire::record::{ContentType, FULL};

/// What stands between a connection and its socket.
pub(crate) struct Shim {
    strike: Arc<Strike>,
    /// The beginning of a record that rustls has not yet written whole.
    partial: Vec<u8>,
    place: Place,
    /// What is to be sent, from `sent` on.
    outgoing: Vec<u8>,
    sent: usize,
    /// What may be the last alert; sent only where something follows.
    held: Vec<u8>,
    tick: Option<Pin<Box<Sleep>>>,
    /// How the connection ends once `outgoing` is sent.
    ending: Option<End>,
    /// How it has ended.
    over: Option<End>,
}

impl std::fmt::Debug for Shim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.strike.fmt(f)
    }
}

impl Shim {
    /// A shim that carries out `strike`.
    pub(crate) fn new(strike: Arc<Strike>) -> Self {
        Self {
            strike,
            partial: Vec::new(),
            place: Place::default(),
            outgoing: Vec::new(),
            sent: 0,
            held: Vec::new(),
            tick: None,
            ending: None,
            over: None,
        }
    }

    /// Whether the connection was reset: then nothing more may be done to its socket.
    pub(crate) fn has_reset(&self) -> bool {
        self.over == Some(End::Reset)
    }

    /// Whether the connection was closed: what the client still sends must not turn that into a reset.
    pub(crate) fn has_closed(&self) -> bool {
        self.over == Some(End::Close)
    }

    /// Reads, unless the connection has ended. That rustls reads on says that its flight is written.
    pub(crate) fn poll_read<S: Socket>(
        &mut self,
        socket: &mut S,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.place.nth > 0 {
            self.strike.reach(Step::ServerFlight);
        }
        self.fall_due();
        if self.drain(socket, context)?.is_ready() {
            self.end(socket);
        }
        if self.over.is_some() {
            return self.rest(socket, context).map(Err);
        }
        Pin::new(socket).poll_read(context, buffer)
    }

    /// Takes in what is written, and sends as much as the pace allows.
    pub(crate) fn poll_write<S: Socket>(
        &mut self,
        socket: &mut S,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.fall_due();
        let drained = self.drain(socket, context)?;
        if self.ending.is_some() || self.outgoing.len() - self.sent > MOST {
            ready!(drained);
        }
        self.end(socket);
        if self.over.is_some() {
            return self.rest(socket, context).map(Err);
        }
        self.take(bytes);
        if self.drain(socket, context)?.is_ready() {
            self.end(socket);
        }
        Poll::Ready(Ok(bytes.len()))
    }

    /// Sends what is left.
    pub(crate) fn poll_flush<S: Socket>(
        &mut self,
        socket: &mut S,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        let held = std::mem::take(&mut self.held);
        self.outgoing.extend(held);
        ready!(self.drain(socket, context)?);
        self.end(socket);
        if self.over.is_some() {
            return self.rest(socket, context).map(Err);
        }
        Pin::new(socket).poll_flush(context)
    }

    /// Sends what is left, but for an alert that is held back, and closes.
    pub(crate) fn poll_shutdown<S: Socket>(
        &mut self,
        socket: &mut S,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        self.fall_due();
        ready!(self.drain(socket, context)?);
        self.end(socket);
        if self.over.is_some() {
            return self.rest(socket, context).map(Err);
        }
        Pin::new(socket).poll_shutdown(context)
    }

    fn fall_due(&mut self) {
        self.ending = self.ending.or(self.strike.due());
    }

    /// Takes records apart and edits them.
    fn take(&mut self, bytes: &[u8]) {
        self.partial.extend_from_slice(bytes);
        while self.ending.is_none() {
            let Some(length) = record_length(&self.partial) else {
                return;
            };
            let rest = self.partial.split_off(length);
            let record = std::mem::replace(&mut self.partial, rest);
            self.record(record);
        }
        self.partial.clear();
    }

    fn record(&mut self, record: Vec<u8>) {
        let kind = record.first().copied().unwrap_or_default();
        let seals = self.place.is_sealed || kind == APPLICATION_DATA;
        self.place.kind = kind;
        self.place.is_sealed = seals;
        let (place, length) = (self.place, record.len());
        let mut sent = record;
        for edit in &self.strike.plan.edits {
            sent = edit(place, sent);
        }
        self.place.nth += 1;
        self.place.sealed += usize::from(seals);
        // In TLS 1.2 all that follows a ChangeCipherSpec is encrypted; in 1.3 the next is application data.
        self.place.is_sealed |= kind == ContentType::CHANGE_CIPHER_SPEC.0;
        let held = std::mem::take(&mut self.held);
        self.outgoing.extend(held);
        if self.strike.plan.is_mute && may_be_alert(kind, length) {
            self.held = sent;
            return;
        }
        if place.is_hello() && self.strike.ends_at(Step::ServerHello) {
            sent.truncate(HEADER + first_message(&sent[HEADER..]) / 2);
            self.strike.reach(Step::ServerHello);
        }
        self.outgoing.extend(sent);
        self.strike.reach(Step::Reply);
        self.fall_due();
    }

    /// Sends what there is, a byte at a time where the plan sets a pace. An error is the client's going.
    fn drain<S: Socket>(&mut self, socket: &mut S, context: &mut Context<'_>) -> io::Result<Poll<()>> {
        while self.sent < self.outgoing.len() {
            let mut chunk = &self.outgoing[self.sent..];
            if let Some(pace) = self.strike.plan.pace {
                let tick = self.tick.get_or_insert_with(|| Box::pin(sleep(pace)));
                if tick.as_mut().poll(context).is_pending() {
                    return Ok(Poll::Pending);
                }
                chunk = &chunk[..1];
            }
            match Pin::new(&mut *socket).poll_write(context, chunk) {
                Poll::Ready(Ok(0)) => return Err(io::ErrorKind::WriteZero.into()),
                Poll::Ready(Ok(written)) => self.sent += written,
                Poll::Ready(Err(error)) => return Err(error),
                Poll::Pending => return Ok(Poll::Pending),
            }
            self.tick = None;
        }
        self.outgoing.clear();
        self.sent = 0;
        Ok(Poll::Ready(()))
    }

    /// Ends the connection, where it is time and everything before is sent.
    fn end<S: Socket>(&mut self, socket: &S) {
        if self.sent < self.outgoing.len() || self.over.is_some() {
            return;
        }
        let Some(end) = self.ending.take() else {
            return;
        };
        let socket = SockRef::from(socket);
        let _ = match end {
            End::Close | End::Half => socket.shutdown(Shutdown::Write),
            End::Reset => socket.set_linger(Some(Duration::ZERO)),
            End::Stall => Ok(()),
        };
        self.over = Some(end);
    }

    /// What follows the end: nothing, or waiting in silence until the client goes.
    fn rest<S: Socket>(&mut self, socket: &mut S, context: &mut Context<'_>) -> Poll<io::Error> {
        if matches!(self.over, Some(End::Half | End::Stall)) {
            let mut waste = [0; 4096];
            loop {
                let mut buffer = ReadBuf::new(&mut waste);
                match ready!(Pin::new(&mut *socket).poll_read(context, &mut buffer)) {
                    Ok(()) if !buffer.filled().is_empty() => {}
                    _ => break,
                }
            }
        }
        let message = format!("the fault was committed: {}", self.strike.plan.names.join(", "));
        Poll::Ready(io::Error::other(message))
    }
}

/// A socket that can be closed and reset.
pub(crate) trait Socket: AsyncRead + AsyncWrite + AsFd + Unpin {}

impl<S: AsyncRead + AsyncWrite + AsFd + Unpin> Socket for S {}

/// How long the record at the beginning is, header and all; `None` where it is not there whole. What is
/// no record is as long as what there is of it.
fn record_length(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [20..=24, _, _, high, low, ..] => {
            let length = HEADER + usize::from(u16::from_be_bytes([*high, *low]));
            (length <= bytes.len()).then_some(length)
        }
        [] | [20..=24, ..] => None,
        other => Some(other.len()),
    }
}

/// How long the first message in a record is: in TLS 1.2 others follow the ServerHello in the same.
fn first_message(payload: &[u8]) -> usize {
    let length = match payload {
        [_, high, middle, low, ..] => 4 + u32::from_be_bytes([0, *high, *middle, *low]) as usize,
        _ => payload.len(),
    };
    length.min(payload.len())
}

/// Whether a record is an alert, or in TLS 1.3 as long as one: two bytes, the type, and the seal of
/// sixteen (RFC 8446 §5.2).
fn may_be_alert(kind: u8, length: usize) -> bool {
    kind == ContentType::ALERT.0 || (kind == APPLICATION_DATA && length == HEADER + 2 + 1 + 16)
}

const APPLICATION_DATA: u8 = 23;

/// Bytes in the header of a record.
const HEADER: usize = 5;

/// The most bytes that wait to be sent before no more are taken in.
const MOST: usize = 4 * FULL;
