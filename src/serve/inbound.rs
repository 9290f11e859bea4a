//! The body of a request as it comes in: hyper's for HTTP/1 and HTTP/2, or any other that gives bytes, as
//! a stream of HTTP/3 does. Modes read it without having to know.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
#[cfg(feature = "quic")]
use http_body_util::{BodyExt as _, combinators::BoxBody};
use hyper::body::{Body, Frame, Incoming, SizeHint};

use super::leftover::Leftover;

/// A request's body.
#[derive(Debug)]
pub(crate) enum Inbound {
    /// Of HTTP/1, or of HTTP/2 without a length.
    Hyper(Incoming),
    /// Of HTTP/2, which is read even where nobody wants it.
    Lingering(Leftover),
    /// None: of a request that is made here.
    Nothing,
    /// Of something else.
    #[cfg(feature = "quic")]
    Other(BoxBody<Bytes, Broken>),
}

/// Why a body does not come to its end.
pub(crate) type Broken = Box<dyn std::error::Error + Send + Sync>;

impl From<Incoming> for Inbound {
    fn from(body: Incoming) -> Self {
        Self::Hyper(body)
    }
}

impl From<Leftover> for Inbound {
    fn from(body: Leftover) -> Self {
        Self::Lingering(body)
    }
}

#[cfg(feature = "quic")]
impl Inbound {
    /// Whatever another body gives.
    pub(crate) fn of<B>(body: B) -> Self
    where
        B: Body<Data = Bytes> + Send + Sync + 'static,
        B::Error: Into<Broken>,
    {
        Self::Other(body.map_err(Into::into).boxed())
    }
}

impl Body for Inbound {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        match &mut *self {
            Self::Hyper(body) => Pin::new(body).poll_frame(context).map_err(Into::into),
            Self::Lingering(body) => Pin::new(body).poll_frame(context).map_err(Into::into),
            Self::Nothing => Poll::Ready(None),
            #[cfg(feature = "quic")]
            Self::Other(body) => Pin::new(body).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Hyper(body) => body.is_end_stream(),
            Self::Lingering(body) => body.is_end_stream(),
            Self::Nothing => true,
            #[cfg(feature = "quic")]
            Self::Other(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Hyper(body) => body.size_hint(),
            Self::Lingering(body) => body.size_hint(),
            Self::Nothing => SizeHint::with_exact(0),
            #[cfg(feature = "quic")]
            Self::Other(body) => body.size_hint(),
        }
    }
}
