//! What an upstream says over HTTP/1, held against [`Framing`] before hyper reads it: a response whose end
//! is not clear, and one that nobody asked for, break the connection instead of reaching a client, perhaps
//! not even the right one. What hyper sends is followed too, to know what is asked.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::serve::framing::Framing;
use crate::serve::head::poison;

/// A stream to an upstream.
pub(super) struct Strict<S> {
    inner: S,
    asked: Framing,
    /// `None` after a fault.
    answered: Option<Framing>,
}

impl<S> Strict<S> {
    /// Holds what comes in on `inner` against the rules.
    pub(super) fn new(inner: S) -> Self {
        Self {
            inner,
            asked: Framing::requests(),
            answered: Some(Framing::responses()),
        }
    }

    fn sent(&mut self, bytes: &[u8]) {
        // What hyper writes is in order; after a switch of protocols it is not HTTP, and of no interest.
        let _ = self.asked.follow(bytes);
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Strict<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let Some(answered) = &mut this.answered else {
            return Poll::Ready(Ok(()));
        };
        let before = buffer.filled().len();
        let polled = Pin::new(&mut this.inner).poll_read(context, buffer);
        let read = &buffer.filled()[before..];
        if let Err(fault) = answered.answer(read, &this.asked) {
            poison(buffer, before + fault);
            this.answered = None;
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Strict<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.inner).poll_write(context, bytes);
        if let Poll::Ready(Ok(written)) = polled {
            self.sent(&bytes[..written]);
        }
        polled
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
        let polled = Pin::new(&mut self.inner).poll_write_vectored(context, slices);
        if let Poll::Ready(Ok(mut written)) = polled {
            for slice in slices {
                let part = written.min(slice.len());
                self.sent(&slice[..part]);
                written -= part;
            }
        }
        polled
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}
