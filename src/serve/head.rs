//! The heads of HTTP/1 requests as they came, kept until they are judged: hyper reads one that gives both a
//! Transfer-Encoding and a Content-Length in the safe way and forgets the second, but what is ambiguous is
//! to be refused (RFC 9112 §6.3). Also tells the activity when a head begins.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::activity::Activity;

/// The head of the request that is being read.
#[derive(Debug, Default)]
pub(crate) struct Head(Mutex<Vec<u8>>);

impl Head {
    /// Forgets it, and says whether it gave its body's length in two ways.
    pub(crate) fn take_is_ambiguous(&self) -> bool {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let end = end(&bytes).unwrap_or(bytes.len());
        let has = |name: &[u8]| {
            let lines = bytes[..end].split(|byte| *byte == b'\n');
            lines
                .filter_map(|line| line.get(..name.len()))
                .any(|start| start.eq_ignore_ascii_case(name))
        };
        let ambiguous = has(b"transfer-encoding:") && has(b"content-length:");
        bytes.clear();
        ambiguous
    }

    fn add(&self, read: &[u8]) {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if end(&bytes).is_none() {
            let room = MOST.saturating_sub(bytes.len());
            bytes.extend_from_slice(&read[..read.len().min(room)]);
        }
    }
}

/// Where the blank line after a head begins.
fn end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|four| four == b"\r\n\r\n")
}

/// A stream whose heads are kept.
pub(crate) struct Headed<S> {
    inner: S,
    activity: Arc<Activity>,
}

impl<S> Headed<S> {
    /// Keeps the heads that come in on `inner`.
    pub(crate) fn new(inner: S, activity: Arc<Activity>) -> Self {
        Self { inner, activity }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Headed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.inner).poll_read(context, buffer);
        let read = &buffer.filled()[before..];
        if !read.is_empty() && self.activity.is_idle() {
            self.activity.begin_head();
            self.activity.head().add(read);
        }
        polled
    }
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

/// No head is longer: hyper refuses it.
const MOST: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    fn is_ambiguous(text: &str) -> bool {
        let head = Head::default();
        head.add(text.as_bytes());
        head.take_is_ambiguous()
    }

    #[test]
    fn only_both_lengths_in_one_head_are_ambiguous() {
        assert!(is_ambiguous(
            "POST / HTTP/1.1\r\ncontent-LENGTH: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
        ));
        assert!(!is_ambiguous(
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nContent-Length: 1\r\n"
        ));
        assert!(!is_ambiguous("POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\n"));
    }
}
