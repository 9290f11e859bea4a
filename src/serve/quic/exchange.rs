//! One request of HTTP/3 and its answer: streams become the bodies that sites know, and back. What a message
//! says of its length must be so (RFC 9114 §4.1.2); fields of one connection stay out of it (§4.2).

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes};
use h3::error::Code;
use h3::quic::{RecvStream, SendStream};
use h3::server::RequestStream;
use http_body_util::BodyExt as _;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, DATE, HeaderMap, HeaderValue, TE, TRANSFER_ENCODING, UPGRADE,
};
use hyper::{Method, Request, Response, StatusCode};
use tokio::sync::mpsc;

use crate::clock;
use crate::serve::activity::Activity;
use crate::serve::body::Body;
use crate::serve::connection::Connection;
use crate::serve::inbound::{Broken, Inbound};
use crate::serve::site::Site;

/// Answers one request.
pub(super) async fn answer<S, R>(
    request: Request<()>,
    mut sender: RequestStream<S, Bytes>,
    mut receiver: RequestStream<R, Bytes>,
    connection: &Arc<Connection>,
    site: &Site,
) where
    S: SendStream<Bytes>,
    R: RecvStream,
{
    let said = length(request.headers()).filter(|_| !names_the_connection(request.headers()));
    let Some(said) = said else {
        sender.stop_stream(Code::H3_MESSAGE_ERROR);
        receiver.stop_sending(Code::H3_MESSAGE_ERROR);
        return;
    };
    let (pieces, coming) = mpsc::channel(1);
    let mut body = Received {
        coming,
        left: said,
        first: None,
    };
    let answered = async {
        // A GET usually has no body, and what it is passed on to should not have to guess.
        if said.is_none() && is_bodiless(request.method()) {
            body.look().await;
        }
        let is_head = request.method() == Method::HEAD;
        let request = request.map(|()| Inbound::of(body));
        let Ok(response) = site.exchange(request, connection).await;
        respond(response, is_head, &mut sender, &connection.activity).await;
    };
    let is_read = {
        let pumped = pump(&mut receiver, pieces, said, &connection.activity);
        tokio::pin!(answered, pumped);
        tokio::select! {
            () = &mut answered => false,
            () = pumped => {
                answered.await;
                true
            }
        }
    };
    if !is_read {
        // The answer does without the rest (RFC 9114 §4.1).
        receiver.stop_sending(Code::H3_NO_ERROR);
    }
}

/// The length that a message says it has, if it does; `None` where it does not say it clearly.
fn length(headers: &HeaderMap) -> Option<Option<u64>> {
    let mut values = headers.get_all(CONTENT_LENGTH).iter();
    let Some(value) = values.next() else {
        return Some(None);
    };
    let digits = value.to_str().unwrap_or_default();
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    if values.next().is_some() || !is_number {
        return None;
    }
    digits.parse().map(Some).ok()
}

/// Whether a message has fields that belong to a connection of HTTP/1: it is malformed (RFC 9114 §4.2).
fn names_the_connection(headers: &HeaderMap) -> bool {
    let te = headers.get_all(TE).iter();
    let mut te = te.map(|value| value.as_bytes().eq_ignore_ascii_case(b"trailers"));
    OF_HTTP1.iter().any(|name| headers.contains_key(*name)) || te.any(|is_trailers| !is_trailers)
}

const OF_HTTP1: &[&str] = &[
    "connection",
    "keep-alive",
    "proxy-connection",
    "transfer-encoding",
    "upgrade",
];

fn is_bodiless(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::DELETE | Method::OPTIONS | Method::TRACE
    )
}

/// A piece of a body, or why there are no more.
type Piece = Result<Frame<Bytes>, Broken>;

/// Hands on what the client sends, no faster than it is taken; the end of the channel is that of the body.
async fn pump<R: RecvStream>(
    receiver: &mut RequestStream<R, Bytes>,
    pieces: mpsc::Sender<Piece>,
    mut left: Option<u64>,
    activity: &Activity,
) {
    loop {
        let piece: Piece = match receiver.recv_data().await {
            Ok(Some(mut data)) => {
                activity.read();
                let bytes = data.copy_to_bytes(data.remaining());
                let size = bytes.len() as u64;
                match left {
                    Some(most) if size > most => Err("the body is longer than it was said to be".into()),
                    _ => {
                        left = left.map(|left| left - size);
                        Ok(Frame::data(bytes))
                    }
                }
            }
            Ok(None) if left.is_some_and(|left| left > 0) => {
                Err("the body is shorter than it was said to be".into())
            }
            Ok(None) => match receiver.recv_trailers().await {
                Ok(Some(trailers)) => Ok(Frame::trailers(trailers)),
                Ok(None) => return,
                Err(error) => Err(error.into()),
            },
            Err(error) => Err(error.into()),
        };
        let is_last = piece.as_ref().map_or(true, Frame::is_trailers);
        if pieces.send(piece).await.is_err() || is_last {
            return;
        }
    }
}

/// A request's body as it comes in.
struct Received {
    coming: mpsc::Receiver<Piece>,
    /// Bytes to come, where that was said.
    left: Option<u64>,
    /// What was looked at: the first piece, or the end.
    first: Option<Option<Piece>>,
}

impl Received {
    /// Waits for the first piece, or the end.
    async fn look(&mut self) {
        self.first = Some(self.coming.recv().await);
    }
}

impl HttpBody for Received {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        let piece = match self.first.take() {
            Some(Some(first)) => Some(first),
            Some(None) => {
                self.first = Some(None);
                None
            }
            None => ready!(self.coming.poll_recv(context)),
        };
        if let Some(Ok(frame)) = &piece {
            let size = frame.data_ref().map_or(0, |data| data.len() as u64);
            self.left = self.left.map(|left| left.saturating_sub(size));
        }
        Poll::Ready(piece)
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.first, Some(None)) || self.left == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        match (&self.first, self.left) {
            (Some(None), _) => SizeHint::with_exact(0),
            (_, Some(left)) => SizeHint::with_exact(left),
            _ => SizeHint::default(),
        }
    }
}

/// Sends an answer, no faster than the client takes it.
async fn respond<S: SendStream<Bytes>>(
    response: Response<Body>,
    is_head: bool,
    sender: &mut RequestStream<S, Bytes>,
    activity: &Activity,
) {
    let (mut head, mut body) = response.into_parts();
    complete(&mut head.headers, head.status, is_head, &body);
    if sender
        .send_response(Response::from_parts(head, ()))
        .await
        .is_err()
    {
        return;
    }
    activity.wrote();
    while let Some(frame) = body.frame().await {
        let sent = match frame.map(Frame::into_data) {
            Ok(Ok(data)) => sender.send_data(data).await,
            Ok(Err(frame)) => match frame.into_trailers() {
                Ok(trailers) => sender.send_trailers(trailers).await,
                Err(_) => Ok(()),
            },
            // Not an end, which the client would take for the whole.
            Err(_) => return sender.stop_stream(Code::H3_INTERNAL_ERROR),
        };
        if sent.is_err() {
            return;
        }
        activity.wrote();
    }
    let _ = sender.finish().await;
}

/// What hyper does to a head over HTTP/1 and HTTP/2.
fn complete(headers: &mut HeaderMap, status: StatusCode, is_head: bool, body: &Body) {
    for name in [CONNECTION, TRANSFER_ENCODING, UPGRADE] {
        headers.remove(name);
    }
    let has_length = !is_head && !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if let Some(length) = body.size_hint().exact().filter(|_| has_length) {
        headers.entry(CONTENT_LENGTH).or_insert(length.into());
    }
    let now = httpdate::fmt_http_date(clock::now().into());
    if let Ok(date) = HeaderValue::try_from(now) {
        headers.entry(DATE).or_insert(date);
    }
}
