//! Where requests are passed on to: `http://`, `https://`, `h2c://` (HTTP/2 without TLS), or `unix:PATH`.

use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::serve::authority::Authority;

/// An upstream, as written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Url {
    pub(crate) place: Place,
    /// The host for TLS and for redirections that point back at it.
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) tls: bool,
    /// HTTP/2 without asking.
    pub(crate) http2: bool,
    /// What stands before every path; without a slash at its end.
    pub(crate) prefix: String,
}

/// Where to connect to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Place {
    Tcp,
    Unix(PathBuf),
}

impl Url {
    /// Parses what a user wrote.
    ///
    /// # Errors
    ///
    /// A usage error with examples.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        if let Some(path) = text.strip_prefix("unix:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if !path.starts_with('/') {
                return Err(not_an_upstream(text));
            }
            let place = Place::Unix(path.into());
            return Ok(Self {
                place,
                host: "localhost".into(),
                port: 80,
                tls: false,
                http2: false,
                prefix: String::new(),
            });
        }
        let (scheme, rest) = text.split_once("://").ok_or_else(|| not_an_upstream(text))?;
        let (tls, http2, default) = match scheme.to_ascii_lowercase().as_str() {
            "http" => (false, false, 80),
            "https" => (true, false, 443),
            "h2c" => (false, true, 80),
            _ => return Err(not_an_upstream(text)),
        };
        let (authority, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
        let authority = Authority::parse(authority).ok_or_else(|| not_an_upstream(text))?;
        if path.contains(['?', '#', ' ']) {
            return Err(not_an_upstream(text));
        }
        Ok(Self {
            place: Place::Tcp,
            port: authority.port.unwrap_or(default),
            host: authority.host,
            tls,
            http2,
            prefix: path.trim_end_matches('/').to_owned(),
        })
    }

    /// What is said of it in messages.
    pub(crate) fn shown(&self) -> String {
        match &self.place {
            Place::Unix(path) => format!("unix:{}", path.display()),
            Place::Tcp => format!("{}:{}", self.host, self.port),
        }
    }

    /// The upstream's own name, as Host and Origin have it: with its port where that is not the usual one.
    pub(crate) fn authority(&self) -> String {
        let usual = if self.tls { 443 } else { 80 };
        let authority = Authority {
            host: self.host.clone(),
            port: Some(self.port).filter(|port| *port != usual),
        };
        authority.to_string()
    }

    /// Whether `authority` in a URL names it.
    pub(crate) fn is(&self, authority: &Authority, tls: bool) -> bool {
        let default = if tls { 443 } else { 80 };
        self.place == Place::Tcp
            && authority.host == self.host
            && authority.port.unwrap_or(default) == self.port
    }
}

fn not_an_upstream(text: &str) -> Error {
    Error::usage(format!("`{text}` is not an upstream")).hint(
        "write http://127.0.0.1:8000, https://api.internal, h2c://127.0.0.1:50051, or unix:/run/app.sock",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_name_has_a_port_where_that_is_not_the_usual_one() {
        let of = |text: &str| Url::parse(text).expect("an upstream").authority();
        assert_eq!(of("http://127.0.0.1:8000"), "127.0.0.1:8000");
        assert_eq!(of("http://a.test"), "a.test");
        assert_eq!(of("https://a.test:443/x"), "a.test");
        assert_eq!(of("https://[::1]:8443"), "[::1]:8443");
        assert_eq!(of("unix:/run/x.sock"), "localhost");
    }

    #[test]
    fn upstreams_are_read_in_every_form() {
        let of = |text: &str| {
            Url::parse(text)
                .map(|url| (url.shown(), url.tls, url.http2, url.prefix))
                .ok()
        };
        assert_eq!(
            of("http://127.0.0.1:8000"),
            Some(("127.0.0.1:8000".into(), false, false, String::new()))
        );
        assert_eq!(
            of("HTTPS://API.internal/v1/"),
            Some(("api.internal:443".into(), true, false, "/v1".into()))
        );
        assert_eq!(
            of("h2c://[::1]:50051"),
            Some(("::1:50051".into(), false, true, String::new()))
        );
        assert_eq!(
            of("unix:/run/x.sock"),
            Some(("unix:/run/x.sock".into(), false, false, String::new()))
        );
        for text in [
            "127.0.0.1:80",
            "ftp://x",
            "http://",
            "http://a b",
            "http://x/?y",
            "unix:x",
            "http://u@h",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
