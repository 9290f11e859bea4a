//! Binding: every address or none. `[::]` is dual-stack, unless an IPv4 address wants the same port
//! (IPV6_V6ONLY, RFC 3493 §5.3), so that `[::]:443` and `0.0.0.0:443` stand side by side.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};

use socket2::{Domain, Protocol, Socket, Type};

use super::address::{Listen, reachable};
use crate::error::{Error, Result, os_reason};

/// A bound socket that listens.
#[derive(Debug)]
pub(crate) struct Bound {
    /// The socket, not blocking.
    pub(crate) socket: TcpListener,
    /// Its address, with the port that the system chose where 0 was asked for.
    pub(crate) address: SocketAddr,
    /// The name it was asked for by.
    pub(crate) name: Option<String>,
}

impl Bound {
    /// Where it is reached, most memorable first: the name, then each address.
    pub(crate) fn hosts(&self) -> Vec<String> {
        let name = self.name.iter().cloned();
        name.chain(reachable(self.address.ip()).into_iter().map(host))
            .collect()
    }
}

/// Binds all of `wanted`; each has a group of addresses which share a port. The groups come back in order.
///
/// # Errors
///
/// An output error that names the address; nothing stays bound.
pub(crate) fn bind(wanted: &[Listen]) -> Result<Vec<Vec<Bound>>> {
    let addresses = wanted.iter().map(Listen::addresses).collect::<Result<Vec<_>>>()?;
    let all: Vec<SocketAddr> = addresses.iter().flatten().copied().collect();
    let mut taken: Vec<SocketAddr> = Vec::new();
    let mut groups = Vec::new();
    for (listen, addresses) in wanted.iter().zip(addresses) {
        let fresh: Vec<SocketAddr> = addresses
            .into_iter()
            .filter(|address| address.port() == 0 || !taken.contains(address))
            .collect();
        taken.extend(&fresh);
        groups.push(group(listen, &fresh, &all)?);
    }
    Ok(groups)
}

/// Binds the addresses of one `--listen`: where the system chooses the port, all get the same.
fn group(listen: &Listen, addresses: &[SocketAddr], all: &[SocketAddr]) -> Result<Vec<Bound>> {
    let attempts = if listen.port() == 0 && addresses.len() > 1 {
        ATTEMPTS
    } else {
        1
    };
    let mut outcome = Ok(Vec::new());
    for _ in 0..attempts {
        outcome = together(listen, addresses, all);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

fn together(listen: &Listen, addresses: &[SocketAddr], all: &[SocketAddr]) -> Result<Vec<Bound>> {
    let mut bound: Vec<Bound> = Vec::new();
    let mut missing = None;
    for address in addresses {
        let mut address = *address;
        if let Some(first) = bound.first() {
            address.set_port(first.address.port());
        }
        match open(address, is_shared(address, all)) {
            Ok(socket) => bound.push(Bound {
                address: socket.local_addr().unwrap_or(address),
                socket,
                name: listen.name().filter(|_| bound.is_empty()).map(str::to_owned),
            }),
            Err(e) if listen.is_best_effort() && is_absent(&e) => missing = Some((address, e)),
            Err(e) => return Err(unbound(address, &e)),
        }
    }
    match missing {
        Some((address, e)) if bound.is_empty() => Err(unbound(address, &e)),
        _ => Ok(bound),
    }
}

/// Whether an IPv4 address wants the port of the IPv6 wildcard.
fn is_shared(address: SocketAddr, all: &[SocketAddr]) -> bool {
    all.iter()
        .any(|other| other.is_ipv4() && other.port() == address.port())
}

fn open(address: SocketAddr, only_v6: bool) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if address.is_ipv6() {
        socket.set_only_v6(only_v6)?;
    }
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Whether the machine simply has no such address.
fn is_absent(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::AddrNotAvailable || error.raw_os_error() == Some(EAFNOSUPPORT)
}

fn unbound(address: SocketAddr, error: &io::Error) -> Error {
    let failed = Error::output(format!("`{address}` cannot be listened on")).because(os_reason(error));
    match error.kind() {
        io::ErrorKind::AddrInUse => failed.hint(format!(
            "another program listens there: end it, or choose another port, for example --listen {}:0",
            host(address.ip())
        )),
        io::ErrorKind::AddrNotAvailable => failed.hint(format!(
            "this machine's addresses are: {}",
            reachable(IpAddr::from([0_u16; 8]))
                .into_iter()
                .map(host)
                .collect::<Vec<_>>()
                .join(", ")
        )),
        io::ErrorKind::PermissionDenied => failed.hint(format!(
            "ports below 1024 need privileges: choose another, for example --listen {}:8443",
            host(address.ip())
        )),
        _ => failed,
    }
}

/// An address as it stands in a URL.
pub(crate) fn host(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

/// Connections that wait to be accepted; the system caps it at its own limit (`somaxconn`).
const BACKLOG: i32 = 4096;

/// How often a port that the system chose for one address may turn out to be taken on the next.
const ATTEMPTS: usize = 16;

/// What Linux says where IPv6 is switched off.
const EAFNOSUPPORT: i32 = 97;

#[cfg(test)]
mod tests {
    use super::*;

    fn listen(texts: &[&str]) -> Vec<Listen> {
        texts
            .iter()
            .map(|text| Listen::parse(text).expect("an address"))
            .collect()
    }

    #[test]
    fn both_loopback_addresses_share_the_port_that_was_chosen() {
        let groups = bind(&listen(&["localhost:0"])).expect("loopback can be bound");
        let ports: std::collections::BTreeSet<u16> = groups[0].iter().map(|b| b.address.port()).collect();
        assert_eq!(ports.len(), 1);
    }

    #[test]
    fn the_ipv4_and_the_ipv6_wildcard_stand_side_by_side_on_one_port() {
        let port = bind(&listen(&["127.0.0.1:0"])).expect("bound")[0][0]
            .address
            .port();
        let wanted = listen(&[&format!("0.0.0.0:{port}"), &format!("[::]:{port}")]);
        assert_eq!(bind(&wanted).expect("both").len(), 2);
    }

    #[test]
    fn where_one_address_is_taken_none_stays_bound() {
        let taken = bind(&listen(&["127.0.0.1:0"])).expect("bound");
        let port = bind(&listen(&["127.0.0.1:0"])).expect("bound")[0][0]
            .address
            .port();
        let wanted = listen(&[&format!("127.0.0.1:{port}"), &taken[0][0].address.to_string()]);
        let error = bind(&wanted).expect_err("taken");
        assert!(error.message().contains(&taken[0][0].address.to_string()));
        bind(&listen(&[&format!("127.0.0.1:{port}")])).expect("free again");
    }
}
