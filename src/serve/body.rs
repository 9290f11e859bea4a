//! The body of a response: nothing, bytes, a file, or a stream; and the guard that says when it is over.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body_util::BodyExt as _;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::{Body as HttpBody, Frame, SizeHint};

use super::activity::Activity;
use super::mode::files::content::FileBody;
use super::record::Record;

/// A response's body.
pub(crate) struct Body {
    kind: Kind,
    open: Option<Open>,
}

enum Kind {
    Empty,
    File(FileBody),
    Full(Bytes),
    /// No bytes, but the length that there would be: for HEAD.
    Head(u64),
    Stream(UnsyncBoxBody<Bytes, io::Error>),
}

/// A request in progress: its connection is not idle until this is dropped.
pub(crate) struct Open {
    activity: Arc<Activity>,
    record: Record,
}

impl Open {
    /// A request begins.
    pub(crate) fn new(activity: &Arc<Activity>, record: Record) -> Self {
        activity.begin();
        Self {
            activity: Arc::clone(activity),
            record,
        }
    }

    /// Notes the status of the response.
    pub(crate) fn respond(&mut self, status: u16) {
        self.record.status = status;
    }

    /// Notes who asked.
    pub(crate) fn from(&mut self, user: String) {
        self.record.user = Some(user);
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.activity.end();
    }
}

impl Body {
    /// No body.
    pub(crate) fn empty() -> Self {
        Self {
            kind: Kind::Empty,
            open: None,
        }
    }

    /// These bytes.
    pub(crate) fn full(bytes: impl Into<Bytes>) -> Self {
        Self {
            kind: Kind::Full(bytes.into()),
            open: None,
        }
    }

    /// What a HEAD gets in place of so many bytes.
    pub(crate) fn head(length: u64) -> Self {
        Self {
            kind: Kind::Head(length),
            open: None,
        }
    }

    /// Parts of a file.
    pub(crate) fn file(file: FileBody) -> Self {
        Self {
            kind: Kind::File(file),
            open: None,
        }
    }

    /// Whatever another body gives.
    pub(crate) fn stream<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self {
            kind: Kind::Stream(body.map_err(io::Error::other).boxed_unsync()),
            open: None,
        }
    }

    /// Keeps the request open until the body is sent.
    #[must_use]
    pub(crate) fn holding(mut self, open: Open) -> Self {
        self.open = Some(open);
        self
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = self.get_mut();
        let polled = this.poll_kind(context);
        if let (Poll::Ready(Some(Ok(frame))), Some(open)) = (&polled, &mut this.open) {
            open.record.bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        match &self.kind {
            Kind::Empty | Kind::Head(_) => true,
            Kind::Full(bytes) => bytes.is_empty(),
            Kind::File(file) => file.is_end_stream(),
            Kind::Stream(stream) => stream.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.kind {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Head(length) => SizeHint::with_exact(*length),
            Kind::File(file) => file.size_hint(),
            Kind::Stream(stream) => stream.size_hint(),
        }
    }
}

impl Body {
    fn poll_kind(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match &mut self.kind {
            Kind::Empty | Kind::Head(_) => Poll::Ready(None),
            Kind::Full(bytes) => {
                let bytes = std::mem::take(bytes);
                self.kind = Kind::Empty;
                Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
            }
            Kind::File(file) => Pin::new(file).poll_frame(context),
            Kind::Stream(stream) => Pin::new(stream).poll_frame(context),
        }
    }
}
