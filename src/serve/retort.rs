//! The answers that hyper gives by itself, to heads that it cannot read (400) or that are too large (431). No
//! site has a say in them, so they are completed on their way out: Strict-Transport-Security is for every
//! answer over TLS (RFC 6797 §7.1), and their status is noted for the log.
//!
//! Bytes are hyper's own where no request has begun since everything before was sent: an answer of ours
//! always belongs to a request, and hyper writes it all before the connection counts as idle and is flushed.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use hyper::header::{HeaderValue, STRICT_TRANSPORT_SECURITY};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::activity::Activity;

/// A stream whose answers are complete.
pub(crate) struct Retort<S> {
    inner: S,
    activity: Arc<Activity>,
    hsts: Option<HeaderValue>,
    /// The requests that had begun when everything was last sent.
    settled: u64,
    /// An answer on its way, and how much of it is sent.
    outgoing: Option<(Vec<u8>, usize)>,
}

impl<S> Retort<S> {
    /// Completes the answers that go out on `inner`.
    pub(crate) fn new(inner: S, activity: Arc<Activity>, hsts: Option<HeaderValue>) -> Self {
        Self {
            inner,
            activity,
            hsts,
            settled: 0,
            outgoing: None,
        }
    }

    fn is_own(&self) -> bool {
        let activity = &self.activity;
        !activity.is_switched() && activity.is_idle() && activity.served() == self.settled
    }
}

impl<S: AsyncWrite + Unpin> Retort<S> {
    /// Sends an answer with what it lacks; the caller comes with the same bytes until all is sent.
    fn poll_own(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.outgoing.is_none() {
            self.activity.retort(status(bytes));
            self.outgoing = Some((completed(bytes, self.hsts.as_ref()), 0));
        }
        while let Some((answer, sent)) = &mut self.outgoing {
            if *sent == answer.len() {
                break;
            }
            match ready!(Pin::new(&mut self.inner).poll_write(context, &answer[*sent..]))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                count => *sent += count,
            }
        }
        self.outgoing = None;
        Poll::Ready(Ok(bytes.len()))
    }
}

/// The answer with Strict-Transport-Security before the blank line.
fn completed(answer: &[u8], hsts: Option<&HeaderValue>) -> Vec<u8> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    let (Some(end), Some(hsts)) = (end, hsts) else {
        return answer.to_vec();
    };
    let (head, rest) = answer.split_at(end + 2);
    let name = STRICT_TRANSPORT_SECURITY.as_str().as_bytes();
    [head, name, b": ", hsts.as_bytes(), b"\r\n", rest].concat()
}

/// The number in `HTTP/1.1 400 Bad Request`.
fn status(answer: &[u8]) -> u16 {
    let digits = answer
        .get(9..12)
        .and_then(|digits| std::str::from_utf8(digits).ok());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

impl<S: AsyncRead + Unpin> AsyncRead for Retort<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Retort<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_own() {
            return self.poll_own(context, bytes);
        }
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.inner).poll_flush(context);
        if matches!(flushed, Poll::Ready(Ok(()))) && self.activity.is_idle() {
            self.settled = self.activity.served();
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.is_own() {
            let whole = slices.iter().find(|slice| !slice.is_empty());
            return self.poll_own(context, whole.map_or(&[], |slice| slice));
        }
        Pin::new(&mut self.inner).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_completed_before_its_blank_line() {
        let answer = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\n\r\n";
        assert_eq!(status(answer), 431);
        assert_eq!(completed(answer, None), answer);
        let hsts = HeaderValue::from_static("max-age=1");
        let text = String::from_utf8(completed(answer, Some(&hsts))).expect("text");
        assert!(
            text.ends_with("close\r\nstrict-transport-security: max-age=1\r\n\r\n"),
            "{text}"
        );
    }
}
