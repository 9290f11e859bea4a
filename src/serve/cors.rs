//! Which pages of other origins may read the answers (Fetch §3.2): the fields on answers, and the answer to
//! the question beforehand. Credentials go with named origins only, as Fetch §3.2.5 wants it.

use hyper::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderValue, ORIGIN, VARY,
};
use hyper::{Method, Request, Response, StatusCode};

use super::body::Body;
use crate::error::{Error, Result};

/// Which origins may read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Cors {
    /// All, without credentials.
    Any,
    /// These, with credentials.
    Only(Vec<String>),
}

impl Cors {
    /// Reads origins as browsers write them, separated by commas; `*` is all.
    ///
    /// # Errors
    ///
    /// A usage error with an example.
    pub(crate) fn parse(texts: &[String]) -> Result<Self> {
        let texts = texts.iter().flat_map(|text| text.split(','));
        let origins: Vec<String> = texts.map(|text| text.trim().to_ascii_lowercase()).collect();
        if origins.iter().any(|origin| origin == "*") {
            return Ok(Self::Any);
        }
        match origins.iter().find(|origin| !is_origin(origin)) {
            None => Ok(Self::Only(origins)),
            Some(wrong) => Err(Error::usage(format!("`{wrong}` is not an origin"))
                .hint("an origin has a scheme, a host and perhaps a port: --cors=https://app.example.com")),
        }
    }

    /// The answer to a preflight; `None` where the request is none.
    pub(crate) fn preflight<B>(&self, request: &Request<B>) -> Option<Response<Body>> {
        let fields = request.headers();
        let method = fields.get(ACCESS_CONTROL_REQUEST_METHOD)?;
        if request.method() != Method::OPTIONS || !fields.contains_key(ORIGIN) {
            return None;
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, method.clone());
        if let Some(wanted) = fields.get(ACCESS_CONTROL_REQUEST_HEADERS) {
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
        }
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE));
        for field in [ACCESS_CONTROL_REQUEST_METHOD, ACCESS_CONTROL_REQUEST_HEADERS] {
            headers.append(VARY, field.into());
        }
        if self.allowed(fields.get(ORIGIN)).is_none() {
            headers.remove(ACCESS_CONTROL_ALLOW_METHODS);
            headers.remove(ACCESS_CONTROL_ALLOW_HEADERS);
        }
        Some(response)
    }

    /// Says on an answer who may read it, in place of what anyone else said.
    pub(crate) fn apply(&self, origin: Option<&HeaderValue>, headers: &mut HeaderMap) {
        for field in [
            ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_ALLOW_CREDENTIALS,
            ACCESS_CONTROL_EXPOSE_HEADERS,
        ] {
            headers.remove(field);
        }
        if *self != Self::Any {
            headers.append(VARY, ORIGIN.into());
        }
        let Some(allowed) = self.allowed(origin) else {
            return;
        };
        if *self != Self::Any {
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        }
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        if let Some(exposed) = exposed(headers) {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
    }

    /// What an origin is told of itself.
    fn allowed(&self, origin: Option<&HeaderValue>) -> Option<HeaderValue> {
        match self {
            Self::Any => Some(HeaderValue::from_static("*")),
            Self::Only(origins) => {
                let known = |origin: &&HeaderValue| {
                    origins
                        .iter()
                        .any(|known| known.as_bytes() == origin.as_bytes().to_ascii_lowercase())
                };
                origin.filter(known).cloned()
            }
        }
    }
}

/// The fields that scripts may not read without being told so (Fetch §2.2.2), by name.
fn exposed(headers: &HeaderMap) -> Option<HeaderValue> {
    let names: Vec<&str> = headers
        .keys()
        .map(|name| name.as_str())
        .filter(|name| !READABLE.contains(name) && !name.starts_with("access-control-"))
        .collect();
    (!names.is_empty())
        .then(|| HeaderValue::try_from(names.join(", ")).ok())
        .flatten()
}

/// `scheme://host` or `scheme://host:port`, and nothing behind.
fn is_origin(text: &str) -> bool {
    let Some((scheme, host)) = text.split_once("://") else {
        return false;
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
    matches!(scheme, "http" | "https") && !host.is_empty() && host.chars().all(plain)
}

/// What scripts may read anyway, and what is not for them.
const READABLE: &[&str] = &[
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
    "set-cookie",
    "vary",
];

/// Seconds that a browser may remember the answer beforehand; Chromium takes no more.
const MAX_AGE: &str = "7200";

#[cfg(test)]
mod tests {
    use super::*;

    fn cors(text: &str) -> Result<Cors> {
        Cors::parse(&[text.to_owned()])
    }

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        assert_eq!(cors("*").expect("all"), Cors::Any);
        let both = cors("https://A.test, http://localhost:3000").expect("two");
        assert_eq!(
            both,
            Cors::Only(vec!["https://a.test".into(), "http://localhost:3000".into()])
        );
        for wrong in ["a.test", "https://a.test/", "https://", "file:///x", ""] {
            assert!(cors(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn credentials_go_with_named_origins_only() {
        let of = |cors: &Cors, origin: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(
                ACCESS_CONTROL_ALLOW_ORIGIN,
                HeaderValue::from_static("https://upstream.test"),
            );
            cors.apply(Some(&HeaderValue::from_static(origin)), &mut headers);
            let value = |name| {
                headers
                    .get(name)
                    .map(|value: &HeaderValue| value.to_str().expect("text").to_owned())
            };
            (
                value(ACCESS_CONTROL_ALLOW_ORIGIN),
                value(ACCESS_CONTROL_ALLOW_CREDENTIALS),
                value(VARY),
            )
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(of(&Cors::Any, "https://a.test"), (text("*"), None, None));
        let one = cors("https://a.test").expect("one");
        assert_eq!(
            of(&one, "https://a.test"),
            (text("https://a.test"), text("true"), text("origin"))
        );
        assert_eq!(of(&one, "https://a.test.evil.test"), (None, None, text("origin")));
        assert_eq!(of(&one, "null"), (None, None, text("origin")));
    }
}
