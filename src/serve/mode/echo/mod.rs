//! An echo: what the client sent and what the server knows of it, as JSON. What belongs to the connection
//! (names, certificate, TLS) is the same for every request on it; what belongs to the request is its own.
//! No password and no key is ever among it.

mod bin;
mod facts;
mod grpc;
mod socket;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderMap, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use hyper::{Response, StatusCode, Version};
use serde_json::{Map, Value as Json, json};

use super::Asked;
use crate::serve::answer;
use crate::serve::body::Body;
use crate::serve::inbound::Inbound;

/// The echo.
pub(crate) struct Echo {
    /// The largest body that is sent back, in bytes.
    body: u64,
    /// How long a body may take.
    patience: Duration,
    services: grpc::Services,
}

impl Echo {
    /// An echo of bodies and messages of at most `body` bytes, each of which may take so long.
    pub(crate) fn new(body: u64, patience: Duration) -> Self {
        Self {
            body,
            patience,
            services: grpc::Services::new(body),
        }
    }

    /// Answers one request.
    pub(crate) async fn answer(&self, asked: Asked<'_>) -> Response<Body> {
        if socket::is_asked(&asked.request) {
            return socket::open(asked);
        }
        if grpc::is_asked(&asked.request) {
            return match grpc::refusal(&asked.request) {
                Some(refusal) => refusal,
                None => self.services.answer(asked).await,
            };
        }
        let Asked {
            mut request,
            authority,
            connection,
        } = asked;
        // Later versions have no such field, and it is looked for.
        if let Some(authority) = &authority
            && let Ok(host) = HeaderValue::try_from(authority.to_string())
        {
            request.headers_mut().entry(HOST).or_insert(host);
        }
        if let Some(answer) = bin::answer(&request).await {
            return answer;
        }
        let (head, body) = request.into_parts();
        let body = match tokio::time::timeout(self.patience, self.read(body)).await {
            Ok(Ok(body)) => body,
            Ok(Err(refusal)) => return *refusal,
            Err(_) => return answer::status(StatusCode::REQUEST_TIMEOUT, "The body did not come in time."),
        };
        let scheme = if connection.is_secure() { "https" } else { "http" };
        let host = authority.as_ref().map(|authority| authority.host.clone());
        let target = head.uri.path_and_query().map_or("*", |target| target.as_str());
        let url = authority.as_ref().map(|authority| {
            let port = authority.port.map(|port| format!(":{port}")).unwrap_or_default();
            format!("{scheme}://{}{port}{target}", authority.url_host())
        });
        let (text, encoded) = shown(&body);
        let mut echo = json!({
            "method": head.method.as_str(),
            "path": head.uri.path(),
            "query": head.uri.query(),
            "url": url,
            "scheme": scheme,
            "host": host,
            "http_version": version(head.version),
            "headers": headers(&head.headers),
            "body": text,
            "body_base64": encoded,
            "body_length": body.len(),
        });
        if let (Json::Object(echo), Json::Object(connection)) = (&mut echo, facts::connection(connection)) {
            echo.extend(connection);
        }
        respond(&echo)
    }

    async fn read(&self, body: Inbound) -> Result<Bytes, Box<Response<Body>>> {
        let limit = usize::try_from(self.body).unwrap_or(usize::MAX);
        let read = Limited::new(body, limit).collect().await;
        read.map(http_body_util::Collected::to_bytes).map_err(|error| {
            Box::new(if error.is::<LengthLimitError>() {
                let line = format!("The body is larger than {limit} bytes.");
                answer::status(StatusCode::PAYLOAD_TOO_LARGE, &line)
            } else {
                answer::bad_request("The body broke off or is malformed.")
            })
        })
    }
}

/// A document for people and programs alike.
fn respond(document: &Json) -> Response<Body> {
    Response::builder()
        .header(CONTENT_TYPE, "application/json")
        .header(CACHE_CONTROL, "no-store")
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(Body::full(format!("{document:#}\n")))
        .unwrap_or_else(|_| answer::internal())
}

/// A body as text where it is text, in base64 where it is not.
fn shown(body: &Bytes) -> (Option<&str>, Option<String>) {
    match std::str::from_utf8(body) {
        Ok(text) => (Some(text), None),
        Err(_) => (None, Some(STANDARD.encode(body))),
    }
}

/// The fields by name; those that came more than once as a list, in order.
fn headers(headers: &HeaderMap) -> Json {
    let value = |name| -> Vec<Json> {
        let values = headers.get_all(name).iter();
        values
            .map(|value| json!(String::from_utf8_lossy(value.as_bytes())))
            .collect()
    };
    let mut fields = Map::new();
    for name in headers.keys() {
        let mut values = value(name);
        let value = if values.len() == 1 {
            values.remove(0)
        } else {
            Json::Array(values)
        };
        fields.insert(name.as_str().to_owned(), value);
    }
    Json::Object(fields)
}

fn version(version: Version) -> &'static str {
    match version {
        Version::HTTP_09 => "0.9",
        Version::HTTP_10 => "1.0",
        Version::HTTP_2 => "2",
        Version::HTTP_3 => "3",
        _ => "1.1",
    }
}
