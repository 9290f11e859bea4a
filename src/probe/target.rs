//! A target as a user writes it: `HOST`, `HOST:PORT`, an address with or without brackets, or a URL.
//! Parsed once; what is no target never gets further.

use std::fmt;
use std::net::IpAddr;

use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::error::{Error, Result};
use crate::pki::host::Host;
use crate::probe::starttls::ALL;

/// Where to knock, and under what name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Target {
    written: String,
    /// The name or address.
    pub(crate) host: Host,
    /// The port, where one was written or follows from the URL's scheme.
    pub(crate) port: Option<u16>,
    /// The path and query to ask for over HTTP.
    pub(crate) path: String,
}

impl Target {
    /// Parses what a user wrote.
    ///
    /// # Errors
    ///
    /// A usage error that names the text and shows the accepted forms.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let written = text.trim();
        let refuse = |why: String| not_a_target(written, &why);
        let (scheme, rest) = match written.split_once("://") {
            Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
            None => (None, written),
        };
        let start = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(start);
        if scheme.is_none() && !path.is_empty() {
            return Err(refuse("it holds a path but no scheme".to_owned()));
        }
        // Whatever stands before an `@` is a user name, which says nothing about the server.
        let authority = authority.rsplit('@').next().unwrap_or_default();
        let (host, port) = self::authority(authority).map_err(refuse)?;
        let default = match scheme.as_deref() {
            None => None,
            Some(scheme) => Some(port_of(scheme).ok_or_else(|| {
                let error = refuse(format!("`{scheme}` is not a scheme that has TLS"));
                match starttls(scheme) {
                    Some(protocol) => error.hint(format!(
                        "TLS is asked for there: tlsctl probe --starttls {protocol} {}",
                        if authority.is_empty() { "HOST" } else { authority }
                    )),
                    None if scheme == "http" => error.hint(format!("write https://{authority}")),
                    None => error,
                }
            })?),
        };
        Ok(Self {
            host: Host::parse(host).map_err(|e| refuse(e.to_string()))?,
            port: port.or(default),
            path: request_target(path).map_err(refuse)?,
            written: written.to_owned(),
        })
    }

    /// The name that a client would send as SNI: none for an address (RFC 6066 §3).
    pub(crate) fn server_name(&self) -> Option<String> {
        match &self.host {
            Host::Dns(name) => Some(name.clone()),
            Host::Ip(_) | Host::Mailbox(_) => None,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// The host and the port of an authority; an IPv6 address needs brackets only where a port follows.
pub(super) fn authority(authority: &str) -> Result<(&str, Option<u16>), String> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (address, after) = rest
            .split_once(']')
            .ok_or_else(|| "the bracket is not closed".to_owned())?;
        return match after.strip_prefix(':') {
            Some(port) => Ok((address, Some(number(port)?))),
            None if after.is_empty() => Ok((address, None)),
            None => Err(format!("`{after}` stands after the address")),
        };
    }
    if authority.parse::<IpAddr>().is_ok() {
        return Ok((authority, None));
    }
    match authority.split_once(':') {
        Some((_, port)) if port.contains(':') => {
            Err("an IPv6 address with a port needs brackets: [::1]:443".to_owned())
        }
        Some((host, port)) => Ok((host, Some(number(port)?))),
        None => Ok((authority, None)),
    }
}

fn number(text: &str) -> Result<u16, String> {
    match text.parse() {
        Ok(port) if port > 0 && text.bytes().all(|b| b.is_ascii_digit()) => Ok(port),
        _ => Err(format!("`{text}` is not a port")),
    }
}

/// What HTTP asks for: the path with its query, without the fragment. What is no ASCII is percent-encoded, as
/// browsers do; what could end the line of a request, or the request, is refused (RFC 9112 §3.2).
fn request_target(path: &str) -> Result<String, String> {
    let path = path.split('#').next().unwrap_or_default();
    if let Some(strange) = path.chars().find(|c| c.is_ascii_control() || *c == ' ') {
        let strange = u32::from(strange);
        return Err(format!(
            "its path holds a space or a control character: write %{strange:02X} for it"
        ));
    }
    let path = utf8_percent_encode(path, &AsciiSet::EMPTY).to_string();
    if path.starts_with('/') {
        Ok(path)
    } else {
        Ok(format!("/{path}"))
    }
}

fn port_of(scheme: &str) -> Option<u16> {
    SCHEMES
        .iter()
        .find(|(known, _)| *known == scheme)
        .map(|(_, port)| *port)
}

/// The protocol of `--starttls` that a scheme without TLS stands for.
fn starttls(scheme: &str) -> Option<&'static str> {
    let id = match scheme {
        "mysql" | "mariadb" => "mysql",
        "pgsql" | "postgresql" => "postgres",
        scheme => scheme,
    };
    ALL.iter()
        .find(|protocol| protocol.id == id)
        .map(|protocol| protocol.id)
}

fn not_a_target(text: &str, why: &str) -> Error {
    Error::usage(format!("`{text}` is not a target"))
        .because(why)
        .hint("write HOST, HOST:PORT, an address, [IPv6]:PORT, or a URL: example.com, 192.0.2.1:8443, https://example.com/")
}

/// Schemes whose default port speaks TLS from the first byte (IANA).
const SCHEMES: &[(&str, u16)] = &[
    ("amqps", 5671),
    ("ftps", 990),
    ("https", 443),
    ("imaps", 993),
    ("ircs", 6697),
    ("ldaps", 636),
    ("mqtts", 8883),
    ("pop3s", 995),
    ("sips", 5061),
    ("smtps", 465),
    ("tls", 443),
    ("wss", 443),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (String, Option<u16>) {
        let target = Target::parse(text).expect(text);
        (target.host.to_string(), target.port)
    }

    #[test]
    fn every_form_of_a_target_is_understood() {
        assert_eq!(parsed("example.com"), ("example.com".to_owned(), None));
        assert_eq!(parsed("Example.COM:8443"), ("example.com".to_owned(), Some(8443)));
        assert_eq!(parsed("192.0.2.1:1"), ("192.0.2.1".to_owned(), Some(1)));
        assert_eq!(parsed("::1"), ("::1".to_owned(), None));
        assert_eq!(parsed("[::1]"), ("::1".to_owned(), None));
        assert_eq!(parsed("[::1]:443"), ("::1".to_owned(), Some(443)));
        assert_eq!(
            parsed("https://example.com"),
            ("example.com".to_owned(), Some(443))
        );
        assert_eq!(
            parsed("https://user:pass@example.com:9/x"),
            ("example.com".to_owned(), Some(9))
        );
        assert_eq!(
            parsed("imaps://mail.example"),
            ("mail.example".to_owned(), Some(993))
        );
        assert_eq!(
            parsed("bücher.example"),
            ("xn--bcher-kva.example".to_owned(), None)
        );
    }

    #[test]
    fn the_path_of_a_url_is_what_http_asks_for() {
        let path = |text| Target::parse(text).expect(text).path;
        assert_eq!(path("https://example.com"), "/");
        assert_eq!(path("https://example.com/a/b?c#d"), "/a/b?c");
        assert_eq!(path("https://example.com?q"), "/?q");
        assert_eq!(path("https://example.com/b\u{fc}cher"), "/b%C3%BCcher");
    }

    #[test]
    fn what_is_no_target_is_refused() {
        for text in [
            "",
            ":443",
            "example.com:",
            "example.com:0",
            "example.com:65536",
            "example.com:+1",
            "::1:443x",
            "1::2:3:::4",
            "[::1",
            "[::1]x",
            "example.com/path",
            "gopher://example.com",
            "http://example.com",
            "a b",
            "https://example.com/a b",
            "https://example.com/a\r\nX-Injected: y",
            "https://example.com/?\u{1b}[31m",
            "exa\u{0}mple.com",
        ] {
            assert!(Target::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_address_is_never_a_server_name() {
        assert_eq!(
            Target::parse("127.0.0.1").expect("an address").server_name(),
            None
        );
        assert_eq!(
            Target::parse("localhost")
                .expect("a name")
                .server_name()
                .as_deref(),
            Some("localhost")
        );
    }
}
