//! What a client says over HTTP/1, held against [`Framing`] before hyper reads it. From the first fault on
//! hyper gets a byte that no head and no chunk size may hold, and then the end, so that it answers 400 where
//! it can and closes. Also tells the activity when a head begins.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::activity::Activity;
use super::framing::Framing;

/// A stream of requests.
pub(crate) struct Headed<S> {
    inner: S,
    activity: Arc<Activity>,
    /// `None` after a fault.
    framing: Option<Framing>,
}

impl<S> Headed<S> {
    /// Holds what comes in on `inner` against the rules.
    pub(crate) fn new(inner: S, activity: Arc<Activity>) -> Self {
        Self {
            inner,
            activity,
            framing: Some(Framing::requests()),
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Headed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let Some(framing) = &mut this.framing else {
            return Poll::Ready(Ok(()));
        };
        let before = buffer.filled().len();
        let polled = Pin::new(&mut this.inner).poll_read(context, buffer);
        let read = &buffer.filled()[before..];
        if read.is_empty() || this.activity.is_switched() {
            return polled;
        }
        if this.activity.is_idle() {
            this.activity.begin_head();
        }
        if let Err(fault) = framing.follow(read) {
            poison(buffer, before + fault);
            this.framing = None;
            this.activity.refuse();
        }
        polled
    }
}

/// Ends what was read at `at`, with a byte that HTTP/1 allows nowhere between bodies.
pub(crate) fn poison(buffer: &mut ReadBuf<'_>, at: usize) {
    buffer.set_filled(at);
    buffer.put_slice(b"\0");
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Headed<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}
