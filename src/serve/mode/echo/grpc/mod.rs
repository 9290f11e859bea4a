//! The echo over gRPC (HTTP/2, `application/grpc`), on the port of everything else: an echo service, health
//! (`grpc.health.v1`), and reflection in both its versions, so that grpcurl and its like need no files.
//! Without the feature `grpc` every call is answered with the status for what is not there.

#[cfg(feature = "grpc")]
mod descriptor;
#[cfg(feature = "grpc")]
mod health;
#[cfg(feature = "grpc")]
mod message;
#[cfg(feature = "grpc")]
mod service;
#[cfg(feature = "grpc")]
mod services;

use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Request, Response, Version};

use crate::serve::answer;
use crate::serve::body::Body;
use crate::serve::inbound::Inbound;
#[cfg(feature = "grpc")]
pub(super) use services::Services;

/// Whether a request is a call. `application/grpc-web` is something else.
pub(super) fn is_asked(request: &Request<Inbound>) -> bool {
    let kind = request.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let rest = kind.strip_prefix("application/grpc");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['+', ';']))
}

/// What a call gets that cannot be answered as one: it did not come over HTTP/2.
pub(super) fn refusal(request: &Request<Inbound>) -> Option<Response<Body>> {
    let refused = || answer::bad_request("gRPC is spoken over HTTP/2.");
    (request.version() < Version::HTTP_2).then(refused)
}

/// The status UNIMPLEMENTED, which comes with the head where there is nothing else.
fn unimplemented(what: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    headers.insert("grpc-status", HeaderValue::from_static("12"));
    headers.insert("grpc-message", HeaderValue::from_static(what));
    response
}

/// What stands in for the services where they were left out of the program.
#[cfg(not(feature = "grpc"))]
pub(super) struct Services;

#[cfg(not(feature = "grpc"))]
impl Services {
    /// None, whatever the size of messages.
    pub(super) fn new(_: u64) -> Self {
        Self
    }

    /// Answers every call in the same way.
    pub(super) async fn answer(&self, _: super::Asked<'_>) -> Response<Body> {
        unimplemented("this tlsctl was built without gRPC")
    }
}
