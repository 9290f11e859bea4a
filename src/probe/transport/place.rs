//! Where a server is: an address, or a name that somebody else resolves.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::lookup_host;
use tokio::time::timeout;

use crate::error::{Error, Result, os_reason};
use crate::pki::host::Host;
use crate::probe::dns::Resolver;

/// Where a server is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Place {
    /// An address and a port.
    Address(SocketAddr),
    /// A name that the one who connects resolves, and a port.
    Name(String, u16),
}

impl Place {
    /// The place as it was written, unresolved.
    pub(crate) fn new(host: &Host, port: u16) -> Self {
        match host {
            Host::Ip(ip) => Self::Address(SocketAddr::new(*ip, port)),
            Host::Dns(name) | Host::Mailbox(name) => Self::Name(name.clone(), port),
        }
    }

    /// Another port of the same host.
    pub(crate) fn at(&self, port: u16) -> Self {
        match self {
            Self::Address(address) => Self::Address(SocketAddr::new(address.ip(), port)),
            Self::Name(name, _) => Self::Name(name.clone(), port),
        }
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        match self {
            Self::Address(address) => address.port(),
            Self::Name(_, port) => *port,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => write!(f, "{address}"),
            Self::Name(name, port) => write!(f, "{name}:{port}"),
        }
    }
}

/// Which addresses of a name to use.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Family {
    /// Either.
    #[default]
    Any,
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6,
}

/// The addresses of a host, in the resolver's order, each once: the system's resolver, unless the user named
/// another.
///
/// # Errors
///
/// The peer is unreachable: the name does not resolve, or to nothing of this family.
pub(crate) async fn resolve(
    host: &Host,
    port: u16,
    family: Family,
    within: Duration,
    resolver: Option<&Resolver>,
) -> Result<Vec<SocketAddr>> {
    let named = resolver.filter(|resolver| resolver.is_named());
    let found = match (host, named) {
        (Host::Ip(ip), _) => vec![SocketAddr::new(*ip, port)],
        // `localhost` is nobody's to know but this machine's (RFC 6761 §6.3).
        (Host::Dns(name), Some(resolver)) if name != "localhost" && !name.ends_with(".localhost") => {
            let addresses = resolver
                .addresses(name)
                .await
                .map_err(|why| unresolved(name, &why))?;
            addresses
                .into_iter()
                .map(|ip| SocketAddr::new(ip, port))
                .collect()
        }
        (Host::Dns(name) | Host::Mailbox(name), _) => look_up(name, port, within).await?,
    };
    let mut addresses: Vec<SocketAddr> = Vec::new();
    for address in found {
        let wanted = match family {
            Family::Any => true,
            Family::V4 => matches!(address.ip(), IpAddr::V4(_)),
            Family::V6 => matches!(address.ip(), IpAddr::V6(_)),
        };
        if wanted && !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    if addresses.is_empty() {
        let version = if family == Family::V4 { "IPv4" } else { "IPv6" };
        return Err(Error::unreachable(format!("`{host}` has no {version} address")));
    }
    Ok(addresses)
}

async fn look_up(name: &str, port: u16, within: Duration) -> Result<Vec<SocketAddr>> {
    match timeout(within, lookup_host((name, port))).await {
        Ok(Ok(addresses)) => Ok(addresses.collect()),
        Ok(Err(error)) => Err(unresolved(name, &reason(&error))),
        Err(_) => Err(unresolved(
            name,
            &format!("no answer within {} s", within.as_secs()),
        )),
    }
}

fn unresolved(name: &str, why: &str) -> Error {
    Error::unreachable(format!("`{name}` does not resolve"))
        .because(why)
        .hint("check the spelling, or name the address with --connect ADDR:PORT")
}

/// The resolver's words without the function that spoke them.
pub(super) fn reason(error: &io::Error) -> String {
    let text = os_reason(error);
    text.strip_prefix("failed to lookup address information: ")
        .map_or(text.clone(), str::to_lowercase)
}
