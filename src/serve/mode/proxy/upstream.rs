//! Connections to an upstream: made within a deadline, kept while idle, given up where the other side did.
//! HTTP/2 where TLS agrees on it or the call needs it, HTTP/1.1 otherwise and for everything that upgrades.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::body::{Body as _, Incoming};
use hyper::client::conn::{TrySendError, http1, http2};
use hyper::header::{HOST, HeaderValue, TRANSFER_ENCODING};
use hyper::{Request, Response, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::{Instant, timeout};
use tokio_rustls::TlsConnector;

use super::strict::Strict;
use super::url::{Place, Url};
use crate::error::os_reason;
use crate::serve::inbound::Inbound;
use crate::tlsconf::upstream::Peer;

/// An upstream and its connections.
pub(crate) struct Upstream {
    pub(crate) url: Url,
    pub(crate) peer: Option<Peer>,
    idle: Mutex<Vec<(Instant, http1::SendRequest<Inbound>)>>,
    shared: Mutex<Option<http2::SendRequest<Inbound>>>,
}

/// Why an upstream did not answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The request's own body broke off.
    Cut,
    /// It was not reached, or the connection broke.
    Unreachable(String),
    /// It took too long.
    Slow(String),
}

/// What may take one request.
enum Sender {
    One(http1::SendRequest<Inbound>),
    Two(http2::SendRequest<Inbound>),
}

trait Pipe: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Pipe for T {}

impl Upstream {
    /// An upstream without connections.
    pub(crate) fn new(url: Url, peer: Option<Peer>) -> Self {
        Self {
            url,
            peer,
            idle: Mutex::default(),
            shared: Mutex::default(),
        }
    }

    /// Passes a request on and waits for the head of the response, as long as `patience` says. With an
    /// introduction the connection is for this request's client alone, and is not kept.
    pub(crate) async fn ask(
        &self,
        request: Request<Inbound>,
        http2: bool,
        introduction: Option<Vec<u8>>,
        patience: Option<Duration>,
    ) -> Result<Response<Incoming>, Failure> {
        let asked = self.send(request, http2, introduction);
        match patience {
            None => asked.await,
            Some(limit) => timeout(limit, asked).await.unwrap_or_else(|_| {
                Err(Failure::Slow(format!(
                    "{} did not answer within {} s",
                    self.url.shown(),
                    limit.as_secs()
                )))
            }),
        }
    }

    /// Sends a request over a connection that was kept, where there is one, or else over a fresh one. One that
    /// was idle may be closed by the time it is used: what then comes back unsent goes over another, and what
    /// may be said twice is said once more, over a fresh one (RFC 9110 §9.2.2, RFC 9112 §9.3.1).
    async fn send(
        &self,
        mut request: Request<Inbound>,
        http2: bool,
        introduction: Option<Vec<u8>>,
    ) -> Result<Response<Incoming>, Failure> {
        let is_shared = introduction.is_none();
        while let Some(sender) = self.kept(http2).filter(|_| is_shared) {
            let again = repeated(&request);
            let (unsent, error) = match self.over(sender, request, is_shared).await {
                Ok(response) => return Ok(response),
                Err(mut error) => (error.take_message(), error.into_error()),
            };
            match (unsent, again) {
                (Some(unsent), _) => request = unsent,
                (None, Some(again)) if is_severed(&error) => {
                    request = again;
                    break;
                }
                (None, _) => return Err(self.broken(&error)),
            }
        }
        let sender = self.connect(http2, introduction).await?;
        let sent = self.over(sender, request, is_shared).await;
        sent.map_err(|error| self.broken(&error.into_error()))
    }

    /// Sends a request over this connection, and keeps it where others may use it.
    async fn over(
        &self,
        sender: Sender,
        mut request: Request<Inbound>,
        is_shared: bool,
    ) -> Result<Response<Incoming>, TrySendError<Request<Inbound>>> {
        match sender {
            Sender::One(mut sender) => {
                self.relative(&mut request);
                let response = sender.try_send_request(request).await?;
                if is_shared {
                    self.keep(sender);
                }
                Ok(response)
            }
            Sender::Two(mut sender) => {
                let shared = || self.shared.lock().unwrap_or_else(PoisonError::into_inner);
                if is_shared {
                    shared().get_or_insert_with(|| sender.clone());
                }
                self.absolute(&mut request);
                let sent = sender.try_send_request(request).await;
                if sent.is_err() && is_shared {
                    *shared() = None;
                }
                sent
            }
        }
    }

    /// HTTP/2 has no Host: its URI names the authority. Its frames say where a body ends.
    fn absolute(&self, request: &mut Request<Inbound>) {
        if request.version() == Version::HTTP_2 {
            return;
        }
        *request.version_mut() = Version::HTTP_2;
        request.headers_mut().remove(TRANSFER_ENCODING);
        let host = request.headers_mut().remove(HOST);
        let host = host
            .and_then(|host| host.to_str().ok().map(str::to_owned))
            .unwrap_or_else(|| self.url.host.clone());
        let scheme = if self.url.tls { "https" } else { "http" };
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        if let Ok(uri) = format!("{scheme}://{host}{path}").parse() {
            *request.uri_mut() = uri;
        }
    }

    /// Back to HTTP/1.1, for a request that came back from HTTP/2 unsent.
    fn relative(&self, request: &mut Request<Inbound>) {
        if request.version() != Version::HTTP_2 {
            return;
        }
        *request.version_mut() = Version::HTTP_11;
        let (authority, path) = (request.uri().authority(), request.uri().path_and_query());
        let host = authority.and_then(|host| HeaderValue::try_from(host.as_str()).ok());
        let path = path.map_or("/", |path| path.as_str()).parse();
        request.headers_mut().extend(host.map(|host| (HOST, host)));
        *request.uri_mut() = path.unwrap_or_default();
    }

    /// A connection that was made before.
    fn kept(&self, http2: bool) -> Option<Sender> {
        if http2 {
            let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
            *shared = shared.take().filter(|sender| !sender.is_closed());
            return shared.clone().map(Sender::Two);
        }
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(since, sender)| !sender.is_closed() && (!sender.is_ready() || since.elapsed() < KEEP));
        let ready = idle.iter().rposition(|(_, sender)| sender.is_ready())?;
        Some(Sender::One(idle.swap_remove(ready).1))
    }

    /// Keeps a connection, which is ready again once its response is read.
    fn keep(&self, sender: http1::SendRequest<Inbound>) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MOST {
            idle.push((Instant::now(), sender));
        }
    }

    async fn connect(&self, http2: bool, introduction: Option<Vec<u8>>) -> Result<Sender, Failure> {
        let (stream, agreed) = timeout(CONNECT, self.open(http2, introduction))
            .await
            .map_err(|_| {
                Failure::Slow(format!(
                    "{} was not reached within {} s",
                    self.url.shown(),
                    CONNECT.as_secs()
                ))
            })?
            .map_err(|e| {
                let reason = os_reason(&e);
                let reason = without_manual(&reason);
                Failure::Unreachable(format!("{} was not reached: {reason}", self.url.shown()))
            })?;
        if agreed {
            let (sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
                .await
                .map_err(|e| self.broken(&e))?;
            tokio::spawn(connection);
            return Ok(Sender::Two(sender));
        }
        let stream = TokioIo::new(Strict::new(stream));
        let (sender, connection) = http1::handshake(stream).await.map_err(|e| self.broken(&e))?;
        tokio::spawn(connection.with_upgrades());
        Ok(Sender::One(sender))
    }

    /// Connects, and says whether HTTP/2 is to be spoken.
    async fn open(
        &self,
        http2: bool,
        introduction: Option<Vec<u8>>,
    ) -> std::io::Result<(Box<dyn Pipe>, bool)> {
        let mut stream: Box<dyn Pipe> = match &self.url.place {
            Place::Unix(path) => Box::new(UnixStream::connect(path).await?),
            Place::Tcp => {
                let stream = TcpStream::connect((self.url.host.as_str(), self.url.port)).await?;
                let _ = stream.set_nodelay(true);
                Box::new(stream)
            }
        };
        if let Some(introduction) = introduction {
            stream.write_all(&introduction).await?;
        }
        let Some(peer) = &self.peer else {
            return Ok((stream, http2));
        };
        let config = if http2 { &peer.http2 } else { &peer.http1 };
        let stream = TlsConnector::from(Arc::clone(config))
            .connect(peer.name.clone(), stream)
            .await?;
        let agreed = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        Ok((Box::new(stream), agreed))
    }

    fn broken(&self, error: &hyper::Error) -> Failure {
        use std::error::Error as _;
        if error.is_user() {
            return Failure::Cut;
        }
        let cause = error
            .source()
            .map(|cause| format!(": {}", without_manual(&cause.to_string())))
            .unwrap_or_default();
        Failure::Unreachable(format!("{} broke off: {error}{cause}", self.url.shown()))
    }
}

/// What a library says, without the page of its manual that it points its own users to.
fn without_manual(text: &str) -> &str {
    text.split_once(": https://docs.rs/")
        .map_or(text, |(text, _)| text)
}

/// The same request once more, where it may be said twice: its method asks for nothing that is not the same
/// when it is done twice, and there is no body that would be gone.
fn repeated(request: &Request<Inbound>) -> Option<Request<Inbound>> {
    if !request.method().is_idempotent() || !request.body().is_end_stream() {
        return None;
    }
    let mut again = Request::new(Inbound::Nothing);
    again.method_mut().clone_from(request.method());
    again.uri_mut().clone_from(request.uri());
    again.headers_mut().clone_from(request.headers());
    *again.version_mut() = request.version();
    Some(again)
}

/// Whether a connection went away under a request, rather than carry an answer that is wrong.
fn is_severed(error: &hyper::Error) -> bool {
    use std::error::Error as _;
    let is_io = error.source().is_some_and(|cause| cause.is::<std::io::Error>());
    error.is_incomplete_message() || error.is_canceled() || error.is_closed() || is_io
}

/// From the first packet to the end of the TLS handshake.
const CONNECT: Duration = Duration::from_secs(10);

/// Idle connections are used again for less time than servers commonly keep them.
const KEEP: Duration = Duration::from_secs(4);

/// Idle connections kept.
const MOST: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_the_manual_of_a_library() {
        let said = "peer closed: https://docs.rs/rustls/latest/rustls/manual/index.html#unexpected-eof";
        assert_eq!(without_manual(said), "peer closed");
        assert_eq!(without_manual("reset: by peer"), "reset: by peer");
    }
}
