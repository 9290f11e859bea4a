//! A proxy as a user writes it, `SCHEME://[USER:PASSWORD@]HOST[:PORT]`, and what is said of one that does
//! not do its work. The password is for the proxy alone: it stands in no message and no report.

use std::fmt;
use std::time::Duration;

use percent_encoding::percent_decode_str;

use super::Place;
use crate::error::{Error, Result};
use crate::pki::host::Host;
use crate::probe::target::authority;

/// Who makes connections instead of this machine.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Proxy {
    scheme: &'static Scheme,
    place: Place,
    credentials: Option<(String, String)>,
}

/// What a proxy speaks.
#[derive(Debug, Eq, PartialEq)]
struct Scheme {
    id: &'static str,
    /// The port where none is written.
    port: u16,
    speaks_http: bool,
    /// Whether names go to the proxy as they are.
    resolves: bool,
}

impl Proxy {
    /// Parses what a user wrote. Without a scheme it is an HTTP proxy, as for other programs.
    ///
    /// # Errors
    ///
    /// A usage error that shows the accepted forms, and of the text at most what holds no password.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("http".to_owned(), text),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, shown) = match rest.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, rest),
        };
        let refuse = |why: String| {
            Error::usage(format!("`{shown}` is not a proxy"))
                .because(why)
                .hint("write http://HOST:PORT, socks5://HOST:PORT, or socks5h://HOST:PORT where the proxy resolves names")
        };
        let scheme = SCHEMES
            .iter()
            .find(|known| known.id == scheme)
            .ok_or_else(|| refuse("only HTTP (CONNECT) and SOCKS 5 proxies can be used".to_owned()))?;
        let (host, port) = authority(shown).map_err(refuse)?;
        let host = Host::parse(host).map_err(|e| refuse(e.to_string()))?;
        let credentials = user
            .map(credentials)
            .transpose()
            .map_err(|why| refuse(why.to_owned()))?;
        Ok(Self {
            scheme,
            place: Place::new(&host, port.unwrap_or(scheme.port)),
            credentials,
        })
    }

    /// Whether names go to the proxy as they are, rather than the addresses that they have here.
    pub(crate) fn resolves(&self) -> bool {
        self.scheme.resolves
    }

    /// Whether it takes nothing but names that it resolves itself, by the user's own word.
    pub(crate) fn insists_on_names(&self) -> bool {
        self.scheme.resolves && !self.scheme.speaks_http
    }

    /// Whether it is asked in HTTP, else in SOCKS 5.
    pub(super) fn speaks_http(&self) -> bool {
        self.scheme.speaks_http
    }

    /// Where it is.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// The name and password to give it.
    pub(super) fn credentials(&self) -> Option<(&str, &str)> {
        self.credentials
            .as_ref()
            .map(|(user, password)| (user.as_str(), password.as_str()))
    }

    /// It could not be connected to.
    pub(super) fn unreachable(&self, why: &str) -> Error {
        Error::unreachable(format!("the proxy `{self}` cannot be reached"))
            .because(why)
            .hint("check that it runs, and the host and port in --proxy")
    }

    /// It said nothing, or never came to an end.
    pub(super) fn silent(&self, within: Duration) -> Error {
        Error::unreachable(format!(
            "the proxy `{self}` does not answer within {} s",
            within.as_secs()
        ))
        .hint("check the scheme and the port in --proxy; --timeout 20s waits longer")
    }

    /// It will not connect to `place`.
    pub(super) fn refuses(&self, place: &Place, why: &str) -> Error {
        Error::unreachable(format!("the proxy `{self}` does not connect to `{place}`")).because(why)
    }

    /// It speaks something else than `language`.
    pub(super) fn strange(&self, language: &str, error: &dyn fmt::Display) -> Error {
        Error::unreachable(format!("the proxy `{self}` does not answer in {language}"))
            .because(error)
            .hint("check the scheme and the port in --proxy")
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme.id, self.place)
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({self})")
    }
}

/// `USER:PASSWORD`, percent-encoded where they hold what a URL cannot.
fn credentials(text: &str) -> Result<(String, String), &'static str> {
    let (user, password) = text.split_once(':').unwrap_or((text, ""));
    let decode = |part: &str| {
        percent_decode_str(part)
            .decode_utf8()
            .map(|text| text.into_owned())
            .map_err(|_| "the name or the password is not UTF-8")
    };
    let (user, password) = (decode(user)?, decode(password)?);
    if user.len() > 255 || password.len() > 255 {
        return Err("the name or the password is longer than 255 bytes");
    }
    Ok((user, password))
}

/// The schemes that other programs use (curl's, for one), with their usual ports.
static SCHEMES: &[Scheme] = &[
    Scheme {
        id: "http",
        port: 80,
        speaks_http: true,
        resolves: true,
    },
    Scheme {
        id: "socks5",
        port: 1080,
        speaks_http: false,
        resolves: false,
    },
    Scheme {
        id: "socks5h",
        port: 1080,
        speaks_http: false,
        resolves: true,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_proxy_is_understood() {
        for (text, shown, credentials) in [
            ("http://proxy.test:3128", "http://proxy.test:3128", None),
            ("http://proxy.test/", "http://proxy.test:80", None),
            ("proxy.test:8080", "http://proxy.test:8080", None),
            ("SOCKS5://[::1]:9", "socks5://[::1]:9", None),
            ("socks5h://127.0.0.1", "socks5h://127.0.0.1:1080", None),
            (
                "http://me:a%40b@127.0.0.1:1",
                "http://127.0.0.1:1",
                Some(("me", "a@b")),
            ),
            (
                "socks5://me:a:b@127.0.0.1:1",
                "socks5://127.0.0.1:1",
                Some(("me", "a:b")),
            ),
            ("http://me@127.0.0.1:1", "http://127.0.0.1:1", Some(("me", ""))),
        ] {
            let proxy = Proxy::parse(text).expect(text);
            assert_eq!(proxy.to_string(), shown);
            assert_eq!(proxy.credentials(), credentials, "{text}");
        }
    }

    #[test]
    fn what_is_no_proxy_is_refused_and_its_password_is_not_repeated() {
        for text in [
            "https://me:secret@proxy.test:1",
            "socks4://me:secret@proxy.test:1",
            "http://me:secret@proxy.test:0",
            "http://me:secret@",
            "http://me:secret@proxy.test/path",
            "http://%ff:secret@proxy.test",
            "me:secret@a b",
        ] {
            let error = Proxy::parse(text).expect_err(text);
            let said = format!("{error} {:?}", error.hints());
            assert!(!said.contains("secret"), "{said}");
        }
        assert!(!format!("{:?}", Proxy::parse("http://me:secret@a.test")).contains("secret"));
    }
}
