//! A name that a certificate can be for, as a subjectAltName entry: told apart by its look, checked, and
//! in the one spelling that certificates use (RFC 5280 §4.2.1.6, RFC 5890 for internationalised names).
//! Must not match names against hosts: `host` does.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use crate::error::{Error, Result};

/// A name for a certificate.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum San {
    /// A host name in lower-case A-labels, perhaps with `*` for its first label.
    Dns(String),
    /// A mail address.
    Email(String),
    /// An IP address.
    Ip(IpAddr),
    /// An absolute URI.
    Uri(String),
}

impl San {
    /// Parses what a user wrote: an IP address (brackets allowed), a URI, a mail address, or a DNS name.
    ///
    /// # Errors
    ///
    /// A usage error that says what is wrong with the name.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let bare = text
            .strip_prefix('[')
            .and_then(|t| t.strip_suffix(']'))
            .unwrap_or(text);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Ok(Self::Ip(address));
        }
        if let Some((address, zone)) = bare.split_once('%')
            && address.parse::<Ipv6Addr>().is_ok()
        {
            return Err(Error::usage(format!(
                "`{text}` is not a name: `%{zone}` says which interface of one machine"
            ))
            .because("an address in a certificate has no zone (RFC 5280 §4.2.1.6)")
            .hint(format!("leave it out: {address}")));
        }
        if let Some((scheme, rest)) = text.split_once(':') {
            return uri(text, scheme, rest);
        }
        match text.rsplit_once('@') {
            Some((local, domain)) => email(text, local, domain),
            None => dns(text).map(Self::Dns),
        }
    }

    /// Whether TLS clients look for such a name on a server.
    pub(crate) fn is_host(&self) -> bool {
        matches!(self, Self::Dns(_) | Self::Ip(_))
    }

    /// What the directory of its certificate is called: the name without a leading `*.`.
    pub(crate) fn directory(&self) -> String {
        let text = self.to_string();
        directory_of(text.strip_prefix("*.").unwrap_or(&text))
    }
}

/// A text as the name of a directory: with nothing in it that a file system could take for a path.
pub(crate) fn directory_of(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | ':');
    let name: String = text.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    name.trim_start_matches('.').to_owned()
}

impl fmt::Display for San {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(text) | Self::Email(text) | Self::Uri(text) => f.write_str(text),
            Self::Ip(address) => address.fmt(f),
        }
    }
}

/// A DNS name in lower-case A-labels. Underscores are let through (they are in use), a trailing dot is
/// dropped (certificates have none), and `*` may stand for the whole first label.
fn dns(text: &str) -> Result<String> {
    let refuse = |why: &str| {
        Err(Error::usage(format!("`{text}` is not a name: {why}"))
            .hint("names are like example.com, *.example.com, 127.0.0.1, ::1, user@example.com, https://example.com/id"))
    };
    let absolute = text.strip_suffix('.').unwrap_or(text);
    let (star, base) = absolute
        .strip_prefix("*.")
        .map_or(("", absolute), |base| ("*.", base));
    if base.is_empty() {
        return refuse("it is empty");
    }
    if base.contains('*') {
        return refuse("a wildcard can only be the whole first label, as in *.example.com");
    }
    if !base.is_ascii()
        || base
            .to_ascii_lowercase()
            .split('.')
            .any(|label| label.starts_with("xn--"))
    {
        return match idna::domain_to_ascii_strict(base) {
            Ok(ascii) => sound(&ascii).map_or_else(refuse, |()| Ok(format!("{star}{ascii}"))),
            Err(_) => refuse("it cannot be written in the letters that DNS has (IDNA, UTS 46)"),
        };
    }
    let lower = base.to_ascii_lowercase();
    sound(&lower).map_or_else(refuse, |()| Ok(format!("{star}{lower}")))
}

/// Checks an ASCII name against RFC 1034 §3.5 and RFC 1123 §2.1, or says what is wrong.
fn sound(name: &str) -> std::result::Result<(), &'static str> {
    if name.len() > 253 {
        return Err("it is longer than 253 characters");
    }
    for label in name.split('.') {
        if label.is_empty() {
            return Err("it has an empty label");
        }
        if label.len() > 63 {
            return Err("it has a label longer than 63 characters");
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Err("a label begins or ends with a hyphen");
        }
        if let Some(bad) = label
            .chars()
            .find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))
        {
            return Err(match bad {
                ' ' => "it has a space in it",
                '/' => "it has a slash in it",
                _ => "it has a character in it that host names do not have",
            });
        }
    }
    let last = name.rsplit('.').next().unwrap_or_default();
    if last.bytes().all(|b| b.is_ascii_digit()) {
        return Err("it ends in a number but is no IP address");
    }
    Ok(())
}

fn email(text: &str, local: &str, domain: &str) -> Result<San> {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    if local.is_empty() || local.len() > 64 || dots || !local.chars().all(atom) {
        return Err(Error::usage(format!(
            "`{text}` is not a mail address: what stands before the @ is not sound"
        ))
        .hint("addresses are like user@example.com, in ASCII"));
    }
    let domain = dns(domain).map_err(|e| e.context(format!("`{text}` is not a mail address")))?;
    if domain.starts_with('*') {
        return Err(Error::usage(format!(
            "`{text}` is not a mail address: a wildcard has no mail"
        )));
    }
    Ok(San::Email(format!("{local}@{domain}")))
}

/// An absolute URI with what RFC 5280 wants of it: a scheme and something after it, all in ASCII. A
/// host with a port is the likely slip, and gets a word of its own.
fn uri(text: &str, scheme: &str, rest: &str) -> Result<San> {
    if rest.parse::<u16>().is_ok() {
        return Err(Error::usage(format!(
            "`{text}` is not a name: certificates are for hosts, not ports"
        ))
        .hint(format!("leave the port out: {scheme}")));
    }
    if scheme.is_empty() || looks_like_address(text) {
        return Err(Error::usage(format!("`{text}` is not an IP address, nor a name"))
            .hint(format!("an IPv6 address is like {}", Ipv6Addr::LOCALHOST)));
    }
    let sound = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        && !rest.is_empty()
        && rest != "//"
        && text
            .bytes()
            .all(|b| b.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&b));
    if sound {
        Ok(San::Uri(text.to_owned()))
    } else {
        Err(Error::usage(format!("`{text}` is not a URI"))
            .hint("a URI is like spiffe://example.com/service or https://example.com/id, in ASCII"))
    }
}

fn looks_like_address(text: &str) -> bool {
    let text = text.trim_start_matches('[').trim_end_matches(']');
    text.matches(':').count() > 1 && text.chars().all(|c| c.is_ascii_hexdigit() || ":.%".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> San {
        San::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    #[test]
    fn the_type_of_a_name_is_seen_from_its_look() {
        assert_eq!(parsed("Example.COM."), San::Dns("example.com".into()));
        assert_eq!(parsed("*.bigcorp.test"), San::Dns("*.bigcorp.test".into()));
        assert_eq!(parsed("bücher.example"), San::Dns("xn--bcher-kva.example".into()));
        assert_eq!(
            parsed("*.ÉCOLE.example"),
            San::Dns("*.xn--cole-9oa.example".into())
        );
        assert_eq!(parsed("127.0.0.1"), San::Ip([127, 0, 0, 1].into()));
        assert_eq!(parsed("[::1]"), San::Ip(Ipv6Addr::LOCALHOST.into()));
        assert_eq!(parsed("me@Example.com"), San::Email("me@example.com".into()));
        assert_eq!(parsed("spiffe://a/b"), San::Uri("spiffe://a/b".into()));
        assert_eq!(parsed("urn:uuid:1"), San::Uri("urn:uuid:1".into()));
        assert_eq!(parsed("my_host"), San::Dns("my_host".into()));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let long = "a".repeat(64);
        for text in [
            "",
            ".",
            "*",
            "*.",
            "a..b",
            "-a",
            "a-",
            "a b",
            "a/b",
            "f*.example",
            "*.*.example",
            "a.*.example",
            &long,
            "1.2.3",
            "256.1.1.1",
            "localhost:8443",
            "::g",
            "1:2:3",
            "@example.com",
            "a@",
            "a@*.example",
            "..@example.com",
            "https://",
            "ex\u{e4}mple\u{0}.com",
            "xn--a",
            "http://a b",
            "a\n.example",
        ] {
            assert!(San::parse(text).is_err(), "{text:?}: {:?}", San::parse(text));
        }
    }

    #[test]
    fn a_mistyped_address_is_not_called_a_uri() {
        for text in ["::g", "1::2::3", ":a"] {
            let error = San::parse(text).expect_err(text);
            assert!(error.message().contains("not an IP address"), "{error}");
        }
    }

    #[test]
    fn an_address_with_a_zone_is_refused_and_not_called_a_uri() {
        for text in ["fe80::1%eth0", "[fe80::1%25eth0]", "fe80::1%3"] {
            let error = San::parse(text).expect_err(text);
            assert!(error.hints()[0].contains("fe80::1"), "{error}");
        }
    }

    #[test]
    fn a_directory_name_is_never_a_path() {
        assert_eq!(parsed("*.example.com").directory(), "example.com");
        assert_eq!(
            parsed("spiffe://../..").directory(),
            "spiffe:__..___..".replace("___", "_")
        );
        assert_eq!(parsed("::1").directory(), "::1");
    }
}
