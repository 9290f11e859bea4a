//! Where to listen, as a user writes it: `HOST:PORT`, `:PORT`, `PORT`, `[IPv6]:PORT`, `unix:PATH`, `systemd`.
//! Parsed first, turned into socket addresses second. Names nothing that runs.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs as _};
use std::path::PathBuf;

use crate::error::{Error, Result, os_reason};

/// What to listen on, as written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Listen {
    /// `systemd`: every socket that was passed on; `systemd:NAME`: those of this FileDescriptorName.
    Passed(Option<String>),
    /// A host and a port.
    Tcp(Tcp),
    /// `unix:PATH[:mode=MODE]`.
    Unix(Path),
}

/// A socket in the file system.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Path {
    /// Where.
    pub(crate) path: PathBuf,
    /// Who may connect: those who may write, in the digits of chmod.
    pub(crate) mode: u32,
}

/// A host and a port to listen on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Tcp {
    host: Host,
    port: u16,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Host {
    /// Both loopback addresses, whatever the resolver says (RFC 6761 §6.3).
    Localhost,
    Ip(IpAddr),
    Name(String),
}

impl Listen {
    /// Parses what a user wrote.
    ///
    /// # Errors
    ///
    /// A usage error with examples.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("unix:") {
            return Path::parse(rest).map(Self::Unix);
        }
        match text.strip_prefix("systemd") {
            Some("") => Ok(Self::Passed(None)),
            Some(rest) if rest.starts_with(':') && rest.len() > 1 => {
                Ok(Self::Passed(Some(rest[1..].to_owned())))
            }
            _ => Tcp::parse(text).map(Self::Tcp),
        }
    }

    /// Whether another stands for a socket that this one stands for too, as far as is known before names are
    /// looked up. A port that the system chooses is always another.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Tcp(one), Self::Tcp(other)) => one.meets(other),
            (Self::Unix(one), Self::Unix(other)) => one.path == other.path,
            (one, other) => one == other,
        }
    }

    /// The name in it, for URLs and certificates; `None` where it has none.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Passed(_) | Self::Unix(_) => None,
            Self::Tcp(tcp) => tcp.name(),
        }
    }
}

impl Path {
    fn parse(text: &str) -> Result<Self> {
        let (path, mode) = match text.rsplit_once(":mode=") {
            Some((path, mode)) => (path, u32::from_str_radix(mode, 8).ok()),
            None => (text, Some(OWNER)),
        };
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.len() > LONGEST_PATH {
            return Err(Error::usage(format!("`unix:{text}` is too long for a socket"))
                .because(format!(
                    "its path has {} bytes, and the system takes {LONGEST_PATH}",
                    path.len()
                ))
                .hint("put it into a directory that is nearer to the root, or name it from the working directory"));
        }
        match mode.filter(|mode| *mode <= 0o777) {
            Some(mode) if !path.is_empty() => Ok(Self {
                path: path.into(),
                mode,
            }),
            _ => Err(
                Error::usage(format!("`unix:{text}` is not a socket to listen on"))
                    .hint("write unix:PATH, or unix:PATH:mode=660 to let the group connect too"),
            ),
        }
    }
}

impl Tcp {
    fn parse(text: &str) -> Result<Self> {
        if let Ok(port) = text.parse::<u16>() {
            return Ok(Self {
                host: Host::Localhost,
                port,
            });
        }
        if let Ok(address) = text.parse::<SocketAddr>() {
            return Ok(Self {
                host: Host::Ip(address.ip()),
                port: address.port(),
            });
        }
        let (host, port) = text.rsplit_once(':').ok_or_else(|| not_an_address(text))?;
        let port = port.parse().map_err(|_| not_an_address(text))?;
        let host = match host {
            "" | "*" => Host::Ip(Ipv6Addr::UNSPECIFIED.into()),
            name if name.eq_ignore_ascii_case("localhost") => Host::Localhost,
            name if is_name(name) => Host::Name(name.to_ascii_lowercase()),
            _ => return Err(not_an_address(text)),
        };
        Ok(Self { host, port })
    }

    /// The port as written; 0 lets the system choose.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The socket addresses it stands for, which share one port.
    ///
    /// # Errors
    ///
    /// An output error where a name has no address.
    pub(crate) fn addresses(&self) -> Result<Vec<SocketAddr>> {
        let ips = match &self.host {
            Host::Name(name) => resolve(name)?,
            Host::Localhost | Host::Ip(_) => self.ips(),
        };
        Ok(ips.into_iter().map(|ip| SocketAddr::new(ip, self.port)).collect())
    }

    /// Those of its addresses that are known without looking up a name.
    fn ips(&self) -> Vec<IpAddr> {
        match &self.host {
            Host::Localhost => vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
            Host::Ip(ip) => vec![*ip],
            Host::Name(_) => Vec::new(),
        }
    }

    fn meets(&self, other: &Self) -> bool {
        let ips = other.ips();
        let shared = self.ips().iter().any(|ip| ips.contains(ip)) || self.host == other.host;
        self.port != 0 && self.port == other.port && shared
    }

    /// Whether some of the addresses may be missing on this machine (one without IPv6, say).
    pub(crate) fn is_best_effort(&self) -> bool {
        !matches!(self.host, Host::Ip(_))
    }

    /// The name in it, for URLs and certificates; `None` where it is an address.
    pub(crate) fn name(&self) -> Option<&str> {
        match &self.host {
            Host::Localhost => Some("localhost"),
            Host::Ip(_) => None,
            Host::Name(name) => Some(name),
        }
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed(None) => f.write_str("systemd"),
            Self::Passed(Some(name)) => write!(f, "systemd:{name}"),
            Self::Tcp(tcp) => tcp.fmt(f),
            Self::Unix(socket) => write!(f, "unix:{}", socket.path.display()),
        }
    }
}

impl fmt::Display for Tcp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Ip(ip) => SocketAddr::new(*ip, self.port).fmt(f),
            Host::Localhost => write!(f, "localhost:{}", self.port),
            Host::Name(name) => write!(f, "{name}:{}", self.port),
        }
    }
}

/// The addresses that a socket bound to `ip` is reached at: itself, or those of every interface.
pub(crate) fn reachable(ip: IpAddr) -> Vec<IpAddr> {
    if !ip.is_unspecified() {
        return vec![ip];
    }
    let mut ips: Vec<IpAddr> = if_addrs::get_if_addrs()
        .unwrap_or_default()
        .into_iter()
        .map(|interface| interface.ip())
        .filter(|other| ip.is_ipv6() || other.is_ipv4())
        .filter(|other| !matches!(other, IpAddr::V6(v6) if v6.is_unicast_link_local()))
        .collect();
    ips.sort_by_key(|ip| (!ip.is_loopback(), ip.is_ipv6(), *ip));
    ips.dedup();
    ips
}

fn resolve(name: &str) -> Result<Vec<IpAddr>> {
    let found = (name, 0).to_socket_addrs().map_err(|e| {
        Error::output(format!("`{name}` has no address to listen on"))
            .because(os_reason(&e))
            .hint("listen on an address of this machine, or on localhost")
    })?;
    let mut ips: Vec<IpAddr> = found.map(|address| address.ip()).collect();
    ips.dedup();
    Ok(ips)
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 253
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
}

fn not_an_address(text: &str) -> Error {
    Error::usage(format!("`{text}` is not an address to listen on")).hint(
        "write HOST:PORT, for example localhost:8443, 0.0.0.0:443, [::]:443, or :8443 for every interface; or unix:PATH",
    )
}

/// The most that the address of a socket in the file system has room for, in bytes, with the zero that ends it
/// (`sun_path`, unix(7)).
const LONGEST_PATH: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// Nobody else is served unless asked for.
const OWNER: u32 = 0o600;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_people_write_is_understood() {
        for (text, shown) in [
            ("localhost:8443", "localhost:8443"),
            ("8443", "localhost:8443"),
            (":8443", "[::]:8443"),
            ("*:8443", "[::]:8443"),
            ("0.0.0.0:0", "0.0.0.0:0"),
            ("[::1]:1", "[::1]:1"),
            ("Example.COM:1", "example.com:1"),
            ("unix:/run/x.sock", "unix:/run/x.sock"),
            ("unix:///run/x.sock:mode=660", "unix:/run/x.sock"),
            ("systemd", "systemd"),
            ("systemd:web", "systemd:web"),
        ] {
            assert_eq!(Listen::parse(text).expect(text).to_string(), shown);
        }
    }

    #[test]
    fn two_that_stand_for_one_socket_are_told_from_two_that_do_not() {
        let meet = |one: &str, other: &str| {
            let (one, other) = (Listen::parse(one).expect(one), Listen::parse(other).expect(other));
            one.meets(&other)
        };
        for (one, other) in [
            ("127.0.0.1:1", "localhost:1"),
            ("1", "[::1]:1"),
            (":1", "[::]:1"),
            ("a.test:1", "A.test:1"),
            ("unix:/x", "unix:///x:mode=660"),
            ("systemd", "systemd"),
        ] {
            assert!(meet(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("localhost:0", "localhost:0"),
            ("127.0.0.1:1", "127.0.0.1:2"),
            ("127.0.0.1:1", "[::1]:1"),
            ("0.0.0.0:1", "[::]:1"),
            ("unix:/x", "unix:/y"),
            ("systemd:a", "systemd:b"),
        ] {
            assert!(!meet(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_path_that_the_system_has_no_room_for_is_refused_before_anything_is_bound() {
        let of = |length| Listen::parse(&format!("unix:{}:mode=660", "x".repeat(length)));
        assert!(of(LONGEST_PATH).is_ok());
        assert!(of(LONGEST_PATH + 1).is_err());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "localhost",
            "host:",
            "host:99999",
            "a b:1",
            "::1:8443x",
            "http://x:1",
            "[::1]",
            "unix:",
            "unix:x:mode=999",
            "systemd:",
        ] {
            assert!(Listen::parse(text).is_err(), "{text:?}");
        }
    }
}
