//! Everything to HTTPS: the same host, path and query, permanently and with the method kept (308, RFC 9110
//! §15.4.9). Only `/.well-known/` files are served without TLS, where a directory for them is given, so
//! that a CA can see its challenge (RFC 8555 §8.3).

use hyper::header::{HeaderValue, LOCATION};
use hyper::{Request, Response, StatusCode};

use super::files::Files;
use crate::serve::answer;
use crate::serve::authority::{Authority, target};
use crate::serve::body::Body;
use crate::serve::inbound::Inbound;

/// Where to, and for whom.
pub(crate) struct Redirect {
    /// 301, 302, 303, 307 or 308.
    pub(crate) code: StatusCode,
    /// The port that HTTPS is spoken on.
    pub(crate) port: u16,
    /// The only hosts that are redirected, lower case; any, where empty.
    pub(crate) allow: Vec<String>,
    /// The directory that holds `.well-known`.
    pub(crate) webroot: Option<Files>,
}

/// One line for whoever speaks HTTP where HTTPS is spoken.
pub(crate) const PLEASE: &str = "Bad Request. Please use HTTPS!";

impl Redirect {
    /// Answers one request.
    pub(crate) fn answer(&self, request: &Request<Inbound>, authority: Option<&Authority>) -> Response<Body> {
        let allowed = |authority: &&Authority| self.is_allowed(&authority.host);
        let Some(authority) = authority.filter(allowed) else {
            return answer::bad_request(PLEASE);
        };
        if let Some(webroot) = &self.webroot
            && request.uri().path().starts_with("/.well-known/")
        {
            return webroot.well_known(request);
        }
        self.to(request, authority)
            .unwrap_or_else(|| answer::bad_request(PLEASE))
    }

    /// The redirection, where the request has a path that can be asked for elsewhere.
    fn to(&self, request: &Request<Inbound>, authority: &Authority) -> Option<Response<Body>> {
        let path = target(request.uri());
        if !path.starts_with('/') {
            return None;
        }
        let location = HeaderValue::try_from(location(authority, self.port, &path)).ok()?;
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.code;
        response.headers_mut().insert(LOCATION, location);
        Some(response)
    }

    /// A host that the resolver of every browser would take, and that is meant to be served.
    fn is_allowed(&self, host: &str) -> bool {
        let is = |allowed: &String| match allowed.strip_prefix("*.") {
            // One label, as in a certificate (RFC 6125 §6.4.3).
            Some(domain) => host.split_once('.').is_some_and(|(_, rest)| rest == domain),
            None => allowed == host,
        };
        !host.contains('_') && (self.allow.is_empty() || self.allow.iter().any(is))
    }
}

/// A URL with HTTPS; the port is left out where it is the usual one.
pub(crate) fn location(authority: &Authority, port: u16, path: &str) -> String {
    let port = if port == 443 {
        String::new()
    } else {
        format!(":{port}")
    };
    // No field may hold what is not ASCII.
    let path = percent_encoding::utf8_percent_encode(path, percent_encoding::CONTROLS);
    format!("https://{}{port}{path}", authority.url_host())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_left_out_where_it_is_the_usual_one() {
        let of = |host: &str, port| location(&Authority::parse(host).expect("a host"), port, "/a?b=%20");
        assert_eq!(of("Example.com:80", 443), "https://example.com/a?b=%20");
        assert_eq!(of("example.com", 8443), "https://example.com:8443/a?b=%20");
        assert_eq!(of("[::1]:80", 443), "https://[::1]/a?b=%20");
        let authority = Authority::parse("a.test.").expect("a host");
        assert_eq!(location(&authority, 443, "/é"), "https://a.test/%C3%A9");
    }

    #[test]
    fn a_host_is_allowed_by_its_name_or_by_a_wildcard_for_one_label() {
        let redirect = Redirect {
            code: StatusCode::PERMANENT_REDIRECT,
            port: 443,
            allow: vec!["a.test".to_owned(), "*.b.test".to_owned()],
            webroot: None,
        };
        let allowed = [
            "a.test",
            "x.a.test",
            "b.test",
            "x.b.test",
            "y.x.b.test",
            "x_y.b.test",
        ];
        let allowed = allowed.into_iter().filter(|host| redirect.is_allowed(host));
        assert_eq!(allowed.collect::<Vec<_>>(), ["a.test", "x.b.test"]);
    }
}
