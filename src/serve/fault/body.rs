//! The plan carried out on the bodies of answers: slowed down, ended halfway, or cut off there.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::plan::{Step, Strike};
use crate::serve::body::Body;

/// What becomes of a body under this strike.
pub(crate) fn distorted(strike: &Arc<Strike>, body: Body) -> Body {
    strike.reach(Step::Request);
    let plan = &strike.plan;
    let cut = strike.ends_at(Step::Body);
    if !cut && !plan.is_short && plan.body_rate.is_none() {
        return body;
    }
    if body.is_end_stream() {
        strike.reach(Step::Body);
        return body;
    }
    // Of a stream without a length the first piece is the half.
    let half = body.size_hint().exact().map_or(1, |length| length / 2);
    Body::stream(Distorted {
        half: if cut || plan.is_short { half } else { u64::MAX },
        strike: Arc::clone(strike),
        inner: body,
        data: Bytes::new(),
        sent: 0,
        has_waited: false,
        tick: None,
    })
}

struct Distorted {
    strike: Arc<Strike>,
    inner: Body,
    /// What was taken out of `inner` and is still to be sent.
    data: Bytes,
    sent: u64,
    /// How many bytes are the half after which something happens.
    half: u64,
    has_waited: bool,
    tick: Option<Pin<Box<Sleep>>>,
}

impl HttpBody for Distorted {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = &mut *self;
        if this.sent >= this.half {
            // Whoever writes the body flushes what there is, and only then is it broken off.
            if !this.has_waited {
                this.has_waited = true;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            if this.strike.plan.is_short {
                return Poll::Ready(this.breaking());
            }
            this.strike.reach(Step::Body);
        }
        if this.data.is_empty() {
            match ready!(Pin::new(&mut this.inner).poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => this.data = data,
                    Err(frame) => return Poll::Ready(Some(Ok(frame))),
                },
                other => return Poll::Ready(other),
            }
        }
        let mut most = this.data.len();
        if this.sent < this.half {
            let left = usize::try_from(this.half - this.sent).unwrap_or(usize::MAX);
            most = most.min(left);
        }
        if let Some(rate) = this.strike.plan.body_rate {
            let (piece, time) = pace(rate);
            let tick = this.tick.get_or_insert_with(|| Box::pin(sleep(time)));
            ready!(tick.as_mut().poll(context));
            this.tick = None;
            most = most.min(piece);
        }
        let piece = this.data.split_to(most);
        this.sent += piece.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.data.is_empty() && self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let mut hint = self.inner.size_hint();
        if let Some(rest) = hint.exact() {
            hint.set_exact(rest + self.data.len() as u64);
        }
        hint
    }
}

impl Distorted {
    /// The end of a body that is shorter than was said: where a length was said, an end like any other.
    fn breaking(&self) -> Option<io::Result<Frame<Bytes>>> {
        match self.inner.size_hint().exact() {
            Some(_) => None,
            None => Some(Err(io::ErrorKind::UnexpectedEof.into())),
        }
    }
}

/// How many bytes to send at a time, and how often, for so many a second.
fn pace(rate: u32) -> (usize, Duration) {
    let piece = (rate / 50).max(1);
    (
        usize::try_from(piece).unwrap_or(1),
        Duration::from_secs(1) * piece / rate,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_keeps_to_its_rate() {
        assert_eq!(pace(1), (1, Duration::from_secs(1)));
        assert_eq!(pace(10), (1, Duration::from_millis(100)));
        assert_eq!(pace(5000), (100, Duration::from_millis(20)));
    }
}
