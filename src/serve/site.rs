//! What one listener serves, and the checks and fields that hold for every mode: a clear Host, the host
//! against the certificate in strict mode, the throw-away CA where there is one.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use hyper::body::Body as _;
use hyper::header::{ALT_SVC, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, ORIGIN};
use hyper::{Method, Request, Response, StatusCode, Version};

use super::answer;
use super::authority::Authority;
use super::body::{Body, Open};
use super::connection::Connection;
use super::cors::Cors;
use super::fault;
use super::header::Protection;
use super::inbound::Inbound;
use super::login::{self, Logins};
use super::mode::redirect::PLEASE;
use super::mode::{Asked, Mode};
use super::record::Recorder;

/// What one listener serves.
pub(crate) struct Site {
    /// What answers.
    pub(crate) mode: Arc<Mode>,
    /// Refuse a Host that the certificate does not cover (421, RFC 9110 §15.5.20).
    pub(crate) strict: bool,
    /// Fields added to every answer.
    pub(crate) protection: Protection,
    /// Tell clients that come over TCP that the same is served over HTTP/3.
    pub(crate) alternative: bool,
    /// Where exchanges are recorded.
    pub(crate) recorder: Recorder,
    /// The certificate of the throw-away CA, PEM, to be had at [`CA_PATH`].
    pub(crate) ca: Option<Bytes>,
    /// Who may ask; everyone, where nobody is named.
    pub(crate) logins: Option<Arc<Logins>>,
    /// Which pages of other origins may read the answers.
    pub(crate) cors: Option<Cors>,
}

/// Where the throw-away CA's certificate is to be had.
pub(crate) const CA_PATH: &str = "/.well-known/tlsctl/ca.pem";

impl Site {
    /// Answers one request.
    pub(crate) async fn exchange(
        &self,
        request: Request<Inbound>,
        connection: &Arc<Connection>,
    ) -> Result<Response<Body>, Infallible> {
        let record = self.recorder.begin(&request, connection);
        let mut open = Open::new(&connection.activity, record);
        let is_head = request.method() == Method::HEAD;
        let over_tcp = request.version() != Version::HTTP_3;
        let has_body = !request.body().is_end_stream();
        let origin = request.headers().get(ORIGIN).cloned();
        let mut response = self.answer(request, connection, &mut open).await;
        if has_body && response.status().is_client_error() {
            connection.activity.refuse();
        }
        if self.alternative && over_tcp {
            advertise(response.headers_mut(), connection);
        }
        self.protection
            .apply(response.headers_mut(), connection.is_secure());
        if let Some(cors) = &self.cors {
            cors.apply(origin.as_ref(), response.headers_mut());
        }
        open.respond(response.status().as_u16());
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            connection.activity.switch();
        }
        if is_head {
            bodiless(&mut response);
        }
        Ok(response.map(|body| match connection.activity.strike() {
            Some(strike) => fault::body::distorted(strike, body).holding(open),
            None => body.holding(open),
        }))
    }

    async fn answer(
        &self,
        mut request: Request<Inbound>,
        connection: &Arc<Connection>,
        open: &mut Open,
    ) -> Response<Body> {
        if request.method() == Method::CONNECT {
            // What comes after it is not for this server, whatever it looks like.
            let line = "CONNECT asks for a tunnel, and there is none here.";
            return answer::closing(answer::status(StatusCode::METHOD_NOT_ALLOWED, line));
        }
        if request.headers().get_all(CONTENT_LENGTH).iter().count() > 1 {
            let line = "The request gives the length of its body more than once.";
            return answer::closing(answer::bad_request(line));
        }
        let authority = match Authority::of(&request) {
            Ok(authority) => authority,
            Err(_) if matches!(*self.mode, Mode::Redirect(_)) => {
                return answer::closing(answer::bad_request(PLEASE));
            }
            Err(unclear) => return answer::closing(answer::bad_request(unclear.message())),
        };
        if let Some(stranger) = self.stranger(authority.as_ref(), connection) {
            return stranger;
        }
        if let Some(ca) = self.ca.as_ref().filter(|_| request.uri().path() == CA_PATH) {
            return certificate(ca.clone());
        }
        if let Some(preflight) = self.cors.as_ref().and_then(|cors| cors.preflight(&request)) {
            return preflight;
        }
        if let Some(logins) = &self.logins {
            match logins.admits(request.headers_mut()).await {
                Some(user) => open.from(user),
                None => return login::refusal(),
            }
        }
        self.mode
            .answer(Asked {
                request,
                authority,
                connection,
            })
            .await
    }

    /// The answer to a Host that is not served on this connection.
    fn stranger(&self, authority: Option<&Authority>, connection: &Connection) -> Option<Response<Body>> {
        let tls = connection.tls.as_ref().filter(|_| self.strict)?;
        let asked = match authority {
            Some(authority) if tls.identity.covers(&authority.host) => return None,
            Some(authority) => format!("`{}` is", authority.host),
            None => "No host was asked for: nothing is".to_owned(),
        };
        let names = tls.identity.names().join(", ");
        let line = format!("{asked} not served on this connection. Its certificate is for: {names}");
        Some(answer::status(StatusCode::MISDIRECTED_REQUEST, &line))
    }
}

/// Says where HTTP/3 is spoken: at the same number (RFC 9114 §3.1.1, RFC 7838).
fn advertise(headers: &mut HeaderMap, connection: &Connection) {
    let port = connection.local.port().filter(|_| connection.is_secure());
    let value = port.map(|port| HeaderValue::try_from(format!("h3=\":{port}\"; ma=86400")));
    if let Some(Ok(value)) = value {
        headers.insert(ALT_SVC, value);
    }
}

fn certificate(pem: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::full(pem));
    let kind = HeaderValue::from_static("application/x-pem-file");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

/// Keeps of a body only its length, as HEAD wants it (RFC 9110 §9.3.2).
fn bodiless(response: &mut Response<Body>) {
    let length = response.body().size_hint().exact();
    if let Some(length) = length.filter(|length| *length > 0) {
        response
            .headers_mut()
            .entry(CONTENT_LENGTH)
            .or_insert(length.into());
    }
    *response.body_mut() = Body::empty();
}
