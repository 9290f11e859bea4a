//! How to get to a server: names to addresses, and an open TCP connection to one of them.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::starttls::Protocol;
use crate::error::{Error, Result, os_reason};
use crate::pki::host::Host;

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

/// The way to one address of a target.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// The address that answers for the target.
    pub(crate) address: SocketAddr,
    /// The protocol that TLS has to be asked for in, and the server's name in it.
    pub(crate) starttls: Option<(&'static Protocol, String)>,
}

impl Route {
    /// Opens a connection, to `port` where it is another than the target's.
    pub(super) async fn open(&self, port: Option<u16>) -> io::Result<TcpStream> {
        let mut address = self.address;
        if let Some(port) = port {
            address.set_port(port);
        }
        TcpStream::connect(address).await
    }
}

/// The addresses of a host, in the resolver's order, each once.
///
/// # Errors
///
/// The peer is unreachable: the name does not resolve, or to nothing of this family.
pub(crate) async fn resolve(
    host: &Host,
    port: u16,
    family: Family,
    within: Duration,
) -> Result<Vec<SocketAddr>> {
    let found = match host {
        Host::Ip(ip) => vec![SocketAddr::new(*ip, port)],
        Host::Dns(name) => look_up(name, port, within).await?,
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
    let refuse = |why: String| {
        Error::unreachable(format!("`{name}` does not resolve"))
            .because(why)
            .hint("check the spelling, or name the address with --connect ADDR:PORT")
    };
    match timeout(within, lookup_host((name, port))).await {
        Ok(Ok(addresses)) => Ok(addresses.collect()),
        Ok(Err(error)) => Err(refuse(reason(&error))),
        Err(_) => Err(refuse(format!("no answer within {} s", within.as_secs()))),
    }
}

/// The resolver's words without the function that spoke them.
fn reason(error: &io::Error) -> String {
    let text = os_reason(error);
    text.strip_prefix("failed to lookup address information: ")
        .map_or(text.clone(), str::to_lowercase)
}
