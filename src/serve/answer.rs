//! Small answers that many places give: one line of text, for people who look with curl.

use hyper::header::{CONNECTION, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use hyper::{Response, StatusCode};

use super::body::Body;

/// A status with one line that says why.
pub(crate) fn status(status: StatusCode, line: &str) -> Response<Body> {
    let mut response = Response::new(Body::full(format!("{line}\n")));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// 400.
pub(crate) fn bad_request(line: &str) -> Response<Body> {
    status(StatusCode::BAD_REQUEST, line)
}

/// The same as the last answer on its connection.
pub(crate) fn closing(mut response: Response<Body>) -> Response<Body> {
    response
        .headers_mut()
        .insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// 404, the same whether a thing is absent or not for the asker.
pub(crate) fn not_found() -> Response<Body> {
    status(StatusCode::NOT_FOUND, "Not found.")
}

/// 500.
pub(crate) fn internal() -> Response<Body> {
    status(
        StatusCode::INTERNAL_SERVER_ERROR,
        "Something went wrong on the server.",
    )
}
