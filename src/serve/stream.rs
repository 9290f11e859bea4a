//! A byte stream that can be looked at before it is read, that remembers what was read while it is asked
//! to (the ClientHello), and that reports every move to its connection's activity.

use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, ReadBuf};
use tokio::runtime::Handle;
use tokio::time::timeout;

use super::activity::Activity;
use super::fault::shim::Shim;
use super::socket::Socket;

/// A peer's byte stream.
#[derive(Debug)]
pub(crate) struct Stream {
    socket: Socket,
    /// Bytes that were looked at and are still to be read.
    ahead: Vec<u8>,
    recording: Option<Vec<u8>>,
    activity: Arc<Activity>,
    /// What commits a fault on it.
    shim: Option<Box<Shim>>,
}

impl Stream {
    /// Wraps a fresh socket.
    pub(crate) fn new(socket: Socket, activity: Arc<Activity>) -> Self {
        Self {
            socket,
            ahead: Vec::new(),
            recording: Some(Vec::new()),
            shim: activity
                .strike()
                .map(|strike| Box::new(Shim::new(Arc::clone(strike)))),
            activity,
        }
    }

    /// Waits for bytes and shows all that came so far, without consuming them. Empty at the end.
    pub(crate) async fn look(&mut self) -> io::Result<&[u8]> {
        if self.ahead.is_empty() {
            self.look_further().await?;
        }
        Ok(&self.ahead)
    }

    /// Waits for more bytes than were looked at so far. False at the end.
    pub(crate) async fn look_further(&mut self) -> io::Result<bool> {
        let mut buffer = vec![0; LOOK];
        let read = poll_fn(|context| {
            let mut buffer = ReadBuf::new(&mut buffer);
            let polled = self.poll_socket(context, &mut buffer);
            polled.map_ok(|()| buffer.filled().len())
        })
        .await?;
        self.ahead.extend_from_slice(&buffer[..read]);
        Ok(read > 0)
    }

    /// Takes away bytes that were looked at.
    pub(crate) fn skip(&mut self, count: usize) {
        self.ahead.drain(..count.min(self.ahead.len()));
    }

    /// Stops remembering and gives what was read until now.
    pub(crate) fn recorded(&mut self) -> Vec<u8> {
        self.recording.take().unwrap_or_default()
    }

    /// What its connection is doing.
    pub(crate) fn activity(&self) -> &Arc<Activity> {
        &self.activity
    }

    fn record(&mut self, bytes: &[u8]) {
        if let Some(recording) = &mut self.recording {
            let room = RECORD.saturating_sub(recording.len());
            recording.extend_from_slice(&bytes[..bytes.len().min(room)]);
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if !this.ahead.is_empty() {
            let taken = this.ahead.len().min(buffer.remaining());
            buffer.put_slice(&this.ahead[..taken]);
            let bytes: Vec<u8> = this.ahead.drain(..taken).collect();
            this.record(&bytes);
            if this.ahead.is_empty() {
                this.ahead = Vec::new();
            }
            this.activity.read();
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let polled = this.poll_socket(context, buffer);
        if polled.is_ready() && buffer.filled().len() > before {
            this.activity.read();
            if this.recording.is_some() {
                this.record(&buffer.filled()[before..]);
            }
        }
        polled
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let polled = match &mut this.shim {
            Some(shim) => shim.poll_write(&mut this.socket, context, bytes),
            None => Pin::new(&mut this.socket).poll_write(context, bytes),
        };
        this.wrote(polled)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        match &mut this.shim {
            Some(shim) => shim.poll_flush(&mut this.socket, context),
            None => Pin::new(&mut this.socket).poll_flush(context),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        match &mut this.shim {
            Some(shim) => shim.poll_shutdown(&mut this.socket, context),
            None => Pin::new(&mut this.socket).poll_shutdown(context),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.shim.is_some() {
            let slice = slices.iter().find(|slice| !slice.is_empty());
            return self.poll_write(context, slice.map_or(&[], |slice| slice));
        }
        let polled = Pin::new(&mut self.socket).poll_write_vectored(context, slices);
        self.wrote(polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }
}

impl Stream {
    fn poll_socket(&mut self, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match &mut self.shim {
            Some(shim) => shim.poll_read(&mut self.socket, context, buffer),
            None => Pin::new(&mut self.socket).poll_read(context, buffer),
        }
    }

    fn wrote(&self, polled: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(polled, Poll::Ready(Ok(1..))) {
            self.activity.wrote();
        }
        polled
    }
}

/// A socket that is closed with bytes unread is reset, and the reset may overtake the last answer. After
/// a refusal the rest is therefore read, for a moment.
impl Drop for Stream {
    fn drop(&mut self) {
        let struck = self.shim.as_ref();
        let ended = struck.is_some_and(|shim| shim.has_closed());
        if struck.is_some_and(|shim| shim.has_reset()) || !(self.activity.is_refused() || ended) {
            return;
        }
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        if let Ok(socket) = self.socket.last_words() {
            runtime.spawn(timeout(LINGER, drain(socket)));
        }
    }
}

async fn drain(mut socket: Socket) {
    let mut waste = vec![0; LOOK];
    let mut left = WASTE;
    while let Ok(read @ 1..) = socket.read(&mut waste).await {
        left = left.saturating_sub(read);
        if left == 0 {
            return;
        }
    }
}

/// How long, and how many bytes, a refused peer is listened to.
const LINGER: Duration = Duration::from_secs(2);
const WASTE: usize = 8 << 20;

/// Bytes read at a first look: a ClientHello with a post-quantum share fits.
const LOOK: usize = 4 << 10;

/// The most that is remembered: the largest handshake message that rustls takes.
const RECORD: usize = 64 << 10;
