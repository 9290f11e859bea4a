//! The page of counters at `/metrics`, and nothing else.

use std::sync::Arc;

use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Request, Response};

use crate::serve::answer;
use crate::serve::body::Body;
use crate::serve::inbound::Inbound;
use crate::serve::metric::Metrics;
use crate::tlsconf::server::Terminator;

/// The counters and whose certificates to tell of.
pub(crate) struct Page {
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) terminators: Vec<Arc<Terminator>>,
}

impl Page {
    /// Answers one request.
    pub(crate) fn answer(&self, request: &Request<Inbound>) -> Response<Body> {
        if request.uri().path() != "/metrics" {
            return answer::not_found();
        }
        let page = self.metrics.page(self.terminators.iter().map(AsRef::as_ref));
        let mut response = Response::new(Body::full(page));
        let kind = HeaderValue::from_static("text/plain; version=0.0.4");
        response.headers_mut().insert(CONTENT_TYPE, kind);
        response
    }
}
