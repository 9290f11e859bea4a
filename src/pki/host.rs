//! The name or address a client wants to reach, and whether a certificate is for it (RFC 9525, RFC 6125).
//! Only alternative names count; a common name never does.

use std::fmt;
use std::net::IpAddr;

use super::cert::Cert;
use super::general_name::GeneralName;
use crate::error::{Error, Result};

/// A DNS name or an IP address; for certificates of people also a mailbox.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) enum Host {
    /// In A-labels, lower case, without a trailing dot.
    Dns(String),
    Ip(IpAddr),
    /// `local@domain`, the domain in A-labels and lower case (RFC 5280 §4.2.1.6). No host to connect to.
    Mailbox(String),
}

impl Host {
    /// Parses what a user wrote: a name (internationalised or not), an address, or `[address]`.
    ///
    /// # Errors
    ///
    /// A usage error where it is neither.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let bare = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .unwrap_or(text);
        if let Ok(address) = bare.parse() {
            return Ok(Self::Ip(address));
        }
        let trimmed = text.strip_suffix('.').unwrap_or(text);
        idna::domain_to_ascii(trimmed)
            .ok()
            .filter(|name| is_host_name(name))
            .map(Self::Dns)
            .ok_or_else(|| {
                Error::usage(format!("`{text}` is neither a host name nor an IP address"))
                    .hint("write a name such as `example.com`, or an address such as `192.0.2.1` or `::1`")
            })
    }

    /// Parses what a certificate can be verified for: a host, or a mailbox.
    ///
    /// # Errors
    ///
    /// A usage error where it is neither.
    pub(crate) fn parse_subject(text: &str) -> Result<Self> {
        let Some((local, domain)) = text.rsplit_once('@') else {
            return Self::parse(text);
        };
        let is_local = !local.is_empty() && local.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'@');
        match Self::parse(domain) {
            Ok(Self::Dns(domain)) if is_local => Ok(Self::Mailbox(format!("{local}@{domain}"))),
            _ => Err(Error::usage(format!("`{text}` is no mailbox"))
                .hint("write one such as `somebody@example.com`")),
        }
    }

    /// Whether one of the certificate's alternative names is for this host.
    pub(crate) fn matches(&self, cert: &Cert) -> bool {
        match self {
            Self::Dns(name) => cert.dns_names().any(|pattern| pattern_matches(pattern, name)),
            Self::Ip(address) => cert.ip_addresses().any(|other| other == *address),
            Self::Mailbox(mailbox) => cert.sans().iter().any(|name| match name {
                GeneralName::Email(other) => mailbox_matches(other, mailbox),
                _ => false,
            }),
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(name) => f.write_str(name),
            Self::Ip(address) => write!(f, "{address}"),
            Self::Mailbox(mailbox) => f.write_str(mailbox),
        }
    }
}

/// Whether two mailboxes are one: the local part is its host's affair and compared as it is, the domain
/// without case (RFC 5280 §7.5).
fn mailbox_matches(one: &str, other: &str) -> bool {
    match (one.rsplit_once('@'), other.rsplit_once('@')) {
        (Some((local, domain)), Some((other_local, other_domain))) => {
            local == other_local && domain.eq_ignore_ascii_case(other_domain)
        }
        _ => false,
    }
}

/// Whether a DNS name from a certificate, perhaps with a wildcard, is for the host `name`.
///
/// A certificate's names have no trailing dot. A wildcard is the whole leftmost label, stands for exactly one label, and never for one directly below
/// a name of a single label (RFC 9525 §6.3; `*.com` is what browsers refuse).
pub(crate) fn pattern_matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(parent) => {
            parent.contains('.')
                && is_host_name(parent)
                && name
                    .split_once('.')
                    .is_some_and(|(first, rest)| !first.is_empty() && rest.eq_ignore_ascii_case(parent))
        }
        None => is_host_name(pattern) && pattern.eq_ignore_ascii_case(name),
    }
}

/// Whether `name` is a DNS name of letters, digits, hyphens and (as seen in the wild) underscores, without
/// a trailing dot, and not an IPv4 address in disguise (RFC 1123 §2.1: the last label is not a number).
pub(crate) fn is_host_name(name: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let last = name.rsplit('.').next().unwrap_or_default();
    name.len() <= 253 && name.split('.').all(label) && !last.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_stands_for_one_whole_leftmost_label() {
        for (pattern, name, expected) in [
            ("example.com", "example.com", true),
            ("EXAMPLE.com", "example.com", true),
            ("example.com.", "example.com", false),
            ("example.com", "www.example.com", false),
            ("*.example.com", "www.example.com", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "a.b.example.com", false),
            ("w*.example.com", "www.example.com", false),
            ("www.*.com", "www.example.com", false),
            ("*", "localhost", false),
            ("*.com", "example.com", false),
            ("*.*.com", "a.b.com", false),
            (
                "xn--*-1b3c148a.example.com",
                "xn--bliss-1b3c148a.example.com",
                false,
            ),
            ("", "", false),
            ("example.com\0", "example.com", false),
            (".example.com", "example.com", false),
        ] {
            assert_eq!(
                pattern_matches(pattern, name),
                expected,
                "{pattern:?} for {name:?}"
            );
        }
    }

    #[test]
    fn a_mailbox_is_matched_by_its_local_part_exactly_and_its_domain_without_case() {
        let parse = |text| Host::parse_subject(text).map(|host| host.to_string()).ok();
        assert_eq!(parse("Bob@Example.COM").as_deref(), Some("Bob@example.com"));
        assert_eq!(parse("example.com").as_deref(), Some("example.com"));
        for bad in [
            "@example.com",
            "bob@",
            "bob@127.0.0.1",
            "b b@a.test",
            "a@b@c.test",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
        assert!(Host::parse("bob@example.com").is_err(), "nobody connects to it");
        for (one, other, expected) in [
            ("bob@EXAMPLE.com", "bob@example.com", true),
            ("Bob@example.com", "bob@example.com", false),
            ("example.com", "bob@example.com", false),
            ("bob@mail.example.com", "bob@example.com", false),
        ] {
            assert_eq!(mailbox_matches(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn hosts_are_read_as_a_user_writes_them() {
        let parse = |text| Host::parse(text).map(|host| host.to_string()).ok();
        assert_eq!(parse("Example.COM.").as_deref(), Some("example.com"));
        assert_eq!(parse("bücher.example").as_deref(), Some("xn--bcher-kva.example"));
        assert_eq!(parse("[::1]").as_deref(), Some("::1"));
        assert_eq!(parse("127.0.0.1").as_deref(), Some("127.0.0.1"));
        assert_eq!(parse("localhost").as_deref(), Some("localhost"));
        for bad in [
            "",
            ".",
            "a..b",
            "-a.com",
            "a b",
            "1.2.3",
            "https://a.com",
            "a.com:443",
            "*.a.com",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
