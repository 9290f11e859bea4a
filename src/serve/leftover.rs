//! What is still to come of a request when its answer is ready. HTTP/2 lets the answer come first and ends
//! the rest with a reset (RFC 9113 §8.1), but there are clients that then forget the answer, or wait for
//! ever (curl 7.88 does both). So the rest is read before the answer is given, if its end is near.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::timeout;

/// A body of a known length, whose rest is kept when it is dropped.
#[derive(Debug)]
pub(crate) struct Leftover {
    body: Option<Incoming>,
    rest: Rest,
}

/// Where the rest is kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Rest(Arc<Mutex<Option<Incoming>>>);

impl Rest {
    /// The body, whose rest will be here.
    pub(super) fn of(&self, body: Incoming) -> Leftover {
        Leftover {
            body: Some(body),
            rest: self.clone(),
        }
    }

    /// Reads what nobody wanted.
    pub(super) async fn read(&self) {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut body) = kept.filter(is_near) else {
            return;
        };
        let all = async { while let Some(Ok(_)) = body.frame().await {} };
        let _ = timeout(LINGER, all).await;
    }
}

/// Whether a body says how long it is, and is short enough to be read for nothing.
pub(super) fn is_near(body: &Incoming) -> bool {
    let length = body.size_hint().exact();
    length.is_some_and(|length| (1..=WASTE).contains(&length))
}

impl Body for Leftover {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let polled = Pin::new(body).poll_frame(context);
        if matches!(polled, Poll::Ready(None | Some(Err(_)))) {
            self.body = None;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        match &self.body {
            Some(body) => body.size_hint(),
            None => SizeHint::with_exact(0),
        }
    }
}

impl Drop for Leftover {
    fn drop(&mut self) {
        let body = self.body.take().filter(|body| !body.is_end_stream());
        *self.rest.0.lock().unwrap_or_else(PoisonError::into_inner) = body;
    }
}

/// How long an answer waits for the rest of its request.
const LINGER: Duration = Duration::from_secs(2);

/// The most bytes that are read for nothing.
const WASTE: u64 = 8 << 20;
