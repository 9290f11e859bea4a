//! HTTP without TLS on the TLS port: someone typed `http://`. GET and HEAD are sent to https at the same
//! host and port (308), everything else gets a 400 and one line. Nothing else is ever served here but what
//! a mode says is for the clear: what clients check revocation with.

use std::convert::Infallible;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::header::{CONNECTION, HeaderValue, LOCATION};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;

use super::answer;
use super::authority::{Authority, target};
use super::body::{Body, Open};
use super::connection::Connection;
use super::mode::redirect::{PLEASE, location};
use super::retort::Retort;
use super::site::Site;
use super::socket::End;
use super::stream::Stream;

/// Answers the one request that there is. The caller sets the deadline.
pub(crate) async fn answer(stream: Stream, connection: &Connection, site: &Site) {
    let activity = &connection.activity;
    let service = service_fn(move |request: Request<Incoming>| async move {
        let mut open = Open::new(activity, site.recorder.begin(&request, connection));
        let statement = site.mode.in_the_clear(request.uri().path());
        let mut response = statement.unwrap_or_else(|| reply(&request, connection.local));
        response
            .headers_mut()
            .insert(CONNECTION, HeaderValue::from_static("close"));
        open.respond(response.status().as_u16());
        Ok::<_, Infallible>(response.map(|body| body.holding(open)))
    });
    activity.refuse();
    let stream = Retort::new(stream, Arc::clone(activity), None);
    let mut builder = http1::Builder::new();
    let _ = builder
        .keep_alive(false)
        .max_buf_size(16 << 10)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Some(status) = activity.retorted() {
        site.recorder.retort(status, connection);
    }
}

fn reply(request: &Request<Incoming>, local: End) -> Response<Body> {
    let Ok(Some(authority)) = Authority::of(request) else {
        return answer::bad_request(PLEASE);
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return answer::bad_request(PLEASE);
    }
    let port = authority.port.or(local.port()).unwrap_or(443);
    let location = location(&authority, port, &target(request.uri()));
    let mut response = answer::status(
        StatusCode::PERMANENT_REDIRECT,
        &format!("This is HTTPS: {location}"),
    );
    match HeaderValue::try_from(location) {
        Ok(location) => {
            response.headers_mut().insert(LOCATION, location);
            response
        }
        Err(_) => answer::bad_request(PLEASE),
    }
}
