//! A reverse proxy: requests go to an upstream as they are, with the truth about who asked; responses come
//! back as they are, but for addresses that only make sense behind the proxy. Nothing is buffered.
//!
//! Interim responses (1xx, RFC 9110 §15.2) are not passed on: hyper sends none.

mod back;
mod forward;
mod strict;
mod upstream;
mod url;

use hyper::body::Body as _;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue, TRANSFER_ENCODING};
use hyper::{Method, Request, Response, StatusCode, Uri, Version};
use hyper_util::rt::TokioIo;

use super::Asked;
use crate::serve::answer;
use crate::serve::authority::target;
use crate::serve::body::Body;
use crate::serve::connection::Connection;
use crate::serve::inbound::Inbound;
use crate::serve::introduction::{self, Form};
use crate::serve::trusted::Trusted;
use upstream::Failure;
pub(crate) use upstream::Upstream;
pub(crate) use url::Url;

/// A reverse proxy for one upstream.
pub(crate) struct Proxy {
    pub(crate) upstream: Upstream,
    pub(crate) trusted: Trusted,
    /// Present the upstream's own name as Host, and as Origin where there is one.
    pub(crate) change_origin: bool,
    /// Tell the upstream by the PROXY protocol who asked: over a connection for each request.
    pub(crate) introduces: Option<Form>,
    /// How long the upstream may take to the head of its response; gRPC calls and upgrades have no limit.
    pub(crate) patience: std::time::Duration,
}

impl Proxy {
    /// Answers one request with what the upstream answers.
    pub(crate) async fn answer(&self, asked: Asked<'_>) -> Response<Body> {
        let Asked {
            mut request,
            authority,
            connection,
        } = asked;
        // However long the upstream takes is its own affair.
        connection.activity.be_patient();
        let upgrade = request.version() == Version::HTTP_11 && forward::asks_to_upgrade(request.headers());
        let is_call = request
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"application/grpc"));
        let client = upgrade.then(|| hyper::upgrade::on(&mut request));
        if !self.retarget(&mut request) {
            return answer::bad_request("The path cannot be passed on.");
        }
        forward::strip(request.headers_mut(), upgrade);
        forward::join_cookies(request.headers_mut());
        if !request.body().is_end_stream() && request.body().size_hint().exact().is_none() {
            // Said for hyper, which sends no body of unknown length with a GET unless it is told to.
            request
                .headers_mut()
                .insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
        }
        // HTTP/1.0 may leave the host out, and HTTP/1.1 may not.
        let own = self.change_origin || authority.is_none();
        let host = own.then(|| self.upstream.url.authority());
        if self.change_origin {
            self.change_origin(&mut request);
        }
        forward::introduce(
            request.headers_mut(),
            authority.as_ref(),
            connection,
            &self.trusted,
            host.as_deref(),
        );
        let http2 = self.upstream.url.http2 || (is_call && !upgrade);
        let patience = (!is_call && !upgrade).then_some(self.patience);
        let introduction = self
            .introduces
            .map(|form| introduction::write(form, connection.peer, connection.local));
        match self.upstream.ask(request, http2, introduction, patience).await {
            Ok(response) => self.respond(response, authority.as_ref(), connection, client),
            Err(Failure::Cut) => answer::closing(answer::bad_request("The request's body broke off.")),
            Err(Failure::Slow(why) | Failure::Unreachable(why)) if is_call => unavailable(&why),
            Err(Failure::Slow(why)) => {
                answer::status(StatusCode::GATEWAY_TIMEOUT, &format!("Gateway Timeout: {why}"))
            }
            Err(Failure::Unreachable(why)) => {
                answer::status(StatusCode::BAD_GATEWAY, &format!("Bad Gateway: {why}"))
            }
        }
    }

    /// The same path and query, byte for byte, below the upstream's own.
    fn retarget(&self, request: &mut Request<Inbound>) -> bool {
        let path = target(request.uri());
        let target = match &*path {
            "*" if request.method() == Method::OPTIONS => "*".to_owned(),
            _ if path.starts_with('/') => format!("{}{path}", self.upstream.url.prefix),
            _ => return false,
        };
        let Ok(uri) = target.parse::<Uri>() else {
            return false;
        };
        *request.uri_mut() = uri;
        *request.version_mut() = Version::HTTP_11;
        true
    }

    fn change_origin(&self, request: &mut Request<Inbound>) {
        use hyper::header::ORIGIN;
        let url = &self.upstream.url;
        let scheme = if url.tls { "https" } else { "http" };
        if request.headers().contains_key(ORIGIN)
            && let Ok(origin) = HeaderValue::try_from(format!("{scheme}://{}", url.authority()))
        {
            request.headers_mut().insert(ORIGIN, origin);
        }
    }

    fn respond(
        &self,
        mut response: Response<Incoming>,
        authority: Option<&crate::serve::authority::Authority>,
        connection: &Connection,
        client: Option<hyper::upgrade::OnUpgrade>,
    ) -> Response<Body> {
        let switched = response.status() == StatusCode::SWITCHING_PROTOCOLS;
        if switched && client.is_none() {
            return answer::status(
                StatusCode::BAD_GATEWAY,
                "Bad Gateway: the upstream changed to a protocol that nobody asked for.",
            );
        }
        if let Some(client) = client.filter(|_| switched) {
            let upstream = hyper::upgrade::on(&mut response);
            let stop = connection.stop.clone();
            tokio::spawn(async move {
                if let (Ok(client), Ok(upstream)) = tokio::join!(client, upstream) {
                    let (mut client, mut upstream) = (TokioIo::new(client), TokioIo::new(upstream));
                    let _ = tokio::io::copy_bidirectional(&mut client, &mut upstream).await;
                }
                drop(stop);
            });
        }
        forward::strip(response.headers_mut(), switched);
        back::rewrite(response.headers_mut(), &self.upstream.url, authority, connection);
        *response.version_mut() = Version::HTTP_11;
        response.map(|body| {
            if switched {
                Body::empty()
            } else {
                Body::stream(body)
            }
        })
    }
}

/// What a call gets in place of a 502: the status UNAVAILABLE, with the head (gRPC over HTTP/2, "Responses").
fn unavailable(why: &str) -> Response<Body> {
    let why = percent_encoding::utf8_percent_encode(why, MESSAGE).to_string();
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    headers.insert("grpc-status", HeaderValue::from_static("14"));
    if let Ok(why) = HeaderValue::try_from(why) {
        headers.insert("grpc-message", why);
    }
    response
}

/// What a `grpc-message` may not hold as it is.
const MESSAGE: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS.add(b'%');
