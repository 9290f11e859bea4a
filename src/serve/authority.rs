//! The host that a request asks for (RFC 9110 §7.2): from the Host field, `:authority`, or an absolute URI.
//! What is no host is refused before anything is made of it, so that it can be put into a Location.

use std::borrow::Cow;
use std::fmt;
use std::net::Ipv6Addr;

use hyper::header::HOST;
use hyper::{Method, Request, Uri, Version};

/// A host and, where one was given, a port.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Authority {
    /// Lower case, IPv6 without brackets.
    pub(crate) host: String,
    pub(crate) port: Option<u16>,
}

/// Why a request's host cannot be used.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Unclear {
    /// HTTP/1.1 asks for exactly one Host field (RFC 9112 §3.2).
    Missing,
    Several,
    Invalid,
    /// Neither a path nor a URL of HTTP (RFC 9112 §3.2).
    Target,
}

impl Unclear {
    /// One line for the client.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Missing => "The request has no Host.",
            Self::Several => "The request has more than one Host.",
            Self::Invalid => "The request's Host is not a host name or address.",
            Self::Target => "The request's target is neither a path nor a URL of HTTP.",
        }
    }
}

impl Authority {
    /// The host that `request` asks for; `None` where HTTP/1.0 leaves it out.
    pub(crate) fn of<B>(request: &Request<B>) -> Result<Option<Self>, Unclear> {
        if !has_target(request) {
            return Err(Unclear::Target);
        }
        let mut fields = request.headers().get_all(HOST).iter();
        let field = fields.next();
        if fields.next().is_some() {
            return Err(Unclear::Several);
        }
        let field = match field {
            Some(value) => Some(
                value
                    .to_str()
                    .ok()
                    .and_then(Self::parse)
                    .ok_or(Unclear::Invalid)?,
            ),
            None if request.version() == Version::HTTP_11 => return Err(Unclear::Missing),
            None => None,
        };
        let named = match request.uri().authority() {
            Some(authority) => Self::parse(authority.as_str()).ok_or(Unclear::Invalid)?,
            None => return Ok(field),
        };
        // In HTTP/1.1 an absolute URI wins over the field (RFC 9112 §3.2.2); in HTTP/2 and HTTP/3 the two are
        // to agree (RFC 9113 §8.3.1, RFC 9114 §4.3.1).
        match field {
            Some(field) if request.version() > Version::HTTP_11 && field != named => Err(Unclear::Several),
            _ => Ok(Some(named)),
        }
    }

    /// Parses `host[:port]`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (host, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (ip, rest) = rest.split_once(']')?;
                ip.parse::<Ipv6Addr>().ok()?;
                (
                    ip,
                    if rest.is_empty() {
                        None
                    } else {
                        Some(rest.strip_prefix(':')?)
                    },
                )
            }
            None => text
                .split_once(':')
                .map_or((text, None), |(host, port)| (host, Some(port))),
        };
        let port = match port {
            None | Some("") => None,
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => Some(digits.parse().ok()?),
            Some(_) => return None,
        };
        let is_v6 = text.starts_with('[');
        (is_v6 || is_name(host)).then(|| Self {
            // The dot that ends a name in DNS makes it no other.
            host: host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase(),
            port,
        })
    }

    /// The host as it stands in a URL.
    pub(crate) fn url_host(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        }
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url_host())?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

/// The path and query that a request asks for, or `*`. A URL may end with its host (RFC 9110 §4.2.3).
pub(crate) fn target(uri: &Uri) -> Cow<'_, str> {
    match uri.path_and_query().map_or("/", |target| target.as_str()) {
        query if query.starts_with('?') => format!("/{query}").into(),
        "" => "/".into(),
        target => target.into(),
    }
}

/// Whether a request asks for a path, for a URL of HTTP, or with `*` for the server as such.
fn has_target<B>(request: &Request<B>) -> bool {
    let uri = request.uri();
    match (uri.scheme_str(), uri.path()) {
        (Some(scheme), _) if !matches!(scheme, "http" | "https") => false,
        (_, "*") => request.method() == Method::OPTIONS,
        (None, path) => uri.authority().is_none() && path.starts_with('/'),
        (Some(_), path) => path.is_empty() || path.starts_with('/'),
    }
}

/// Whether `host` is a name of DNS, with the underscore that some use.
fn is_name(host: &str) -> bool {
    !host.is_empty()
        && host.len() <= 255
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
        && !host.starts_with('.')
        && !host.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_lower_case_and_apart_from_their_ports() {
        let of = |text| Authority::parse(text).map(|a| (a.host, a.port));
        assert_eq!(
            of("Example.COM:9999"),
            Some(("example.com".to_owned(), Some(9999)))
        );
        assert_eq!(of("[::1]:80"), Some(("::1".to_owned(), Some(80))));
        assert_eq!(of("127.0.0.1"), Some(("127.0.0.1".to_owned(), None)));
        assert_eq!(of("example.com:"), Some(("example.com".to_owned(), None)));
        assert_eq!(of("example.com."), Some(("example.com".to_owned(), None)));
    }

    #[test]
    fn a_url_may_end_with_its_host() {
        let of = |text: &str| target(&text.parse().expect("a URI")).into_owned();
        assert_eq!(of("http://a.test?b=c"), "/?b=c");
        assert_eq!(of("http://a.test"), "/");
        assert_eq!(of("/d?e"), "/d?e");
        assert_eq!(of("*"), "*");
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for text in [
            "",
            "a/b",
            "a b",
            "a:b",
            "user@host",
            "::1",
            "[::1",
            "[x]",
            "a:99999",
            ".a",
            "a..b",
            "a\r\n",
        ] {
            assert_eq!(Authority::parse(text), None, "{text:?}");
        }
    }
}
