//! Binding: every address or none. `[::]` is dual-stack, unless an IPv4 address wants the same port
//! (IPV6_V6ONLY, RFC 3493 §5.3), so that `[::]:443` and `0.0.0.0:443` stand side by side.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, UdpSocket};

use socket2::{Domain, Protocol, Socket, Type};

use super::address::{Listen, Tcp, reachable};
use super::passed::Passed;
use super::socket::{Listening, Place};
use super::unix::{self, Trace};
use crate::error::{Error, Result, os_reason};

/// What is to be bound.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// Where.
    pub(crate) listen: Listen,
    /// The flag that asks for it, for hints.
    pub(crate) flag: &'static str,
    /// For QUIC as well, at the same port of UDP.
    pub(crate) quic: bool,
    /// What it is for: addresses that are wanted twice for one purpose are bound once.
    pub(crate) purpose: usize,
}

/// A bound socket that listens.
#[derive(Debug)]
pub(crate) struct Bound {
    /// The socket.
    pub(crate) socket: Listening,
    /// Its address, with the port that the system chose where 0 was asked for.
    pub(crate) place: Place,
    /// The socket for QUIC.
    #[cfg_attr(not(feature = "quic"), expect(dead_code, reason = "nothing speaks it"))]
    pub(crate) quic: Option<UdpSocket>,
    /// The name it was asked for by.
    pub(crate) name: Option<String>,
    /// What takes it out of the file system in the end.
    pub(crate) trace: Option<Trace>,
}

impl Bound {
    /// Where it is reached, most memorable first: the name, then each address.
    pub(crate) fn hosts(&self) -> Vec<String> {
        let name = self.name.iter().cloned();
        let ips = self.place.ip().map(|address| reachable(address.ip()));
        name.chain(ips.into_iter().flatten().map(host)).collect()
    }

    fn of(socket: Listening) -> Result<Self> {
        let place = socket
            .place()
            .map_err(|e| Error::output("a socket has no address").because(os_reason(&e)))?;
        Ok(Self {
            socket,
            place,
            quic: None,
            name: None,
            trace: None,
        })
    }
}

/// Binds all of `wanted`; each has a group of addresses which share a port. The groups come back in order.
///
/// # Errors
///
/// An output error that names the address; nothing stays bound.
pub(crate) fn bind(wanted: &[Wanted], passed: &mut Passed) -> Result<Vec<Vec<Bound>>> {
    let addresses = |wanted: &Wanted| match &wanted.listen {
        Listen::Tcp(tcp) => tcp.addresses(),
        Listen::Passed(_) | Listen::Unix(_) => Ok(Vec::new()),
    };
    let addresses = wanted.iter().map(addresses).collect::<Result<Vec<_>>>()?;
    let all: Vec<SocketAddr> = addresses.iter().flatten().copied().collect();
    let mut taken: Vec<(SocketAddr, usize)> = Vec::new();
    let mut groups = Vec::new();
    for (wanted, addresses) in wanted.iter().zip(addresses) {
        let tcp = match &wanted.listen {
            Listen::Passed(name) => {
                let sockets = passed.take(name.as_deref())?;
                groups.push(sockets.into_iter().map(Bound::of).collect::<Result<_>>()?);
                continue;
            }
            Listen::Unix(path) => {
                let (socket, trace) = unix::open(path)?;
                groups.push(vec![Bound {
                    trace: Some(trace),
                    ..Bound::of(Listening::Unix(socket))?
                }]);
                continue;
            }
            Listen::Tcp(tcp) => tcp,
        };
        let fresh: Vec<SocketAddr> = addresses
            .into_iter()
            .filter(|address| address.port() == 0 || !taken.contains(&(*address, wanted.purpose)))
            .collect();
        let group = group(tcp, wanted.quic, &fresh, &all);
        groups.push(group.map_err(|unbound| unbound.error(wanted.flag, &taken))?);
        taken.extend(fresh.into_iter().map(|address| (address, wanted.purpose)));
    }
    Ok(groups)
}

/// Binds the addresses of one flag: where the system chooses the port, all get the same.
fn group(
    listen: &Tcp,
    quic: bool,
    addresses: &[SocketAddr],
    all: &[SocketAddr],
) -> Result<Vec<Bound>, Unbound> {
    let attempts = if listen.port() == 0 && (quic || addresses.len() > 1) {
        ATTEMPTS
    } else {
        1
    };
    let mut outcome = Ok(Vec::new());
    for _ in 0..attempts {
        outcome = together(listen, quic, addresses, all);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

fn together(
    listen: &Tcp,
    quic: bool,
    addresses: &[SocketAddr],
    all: &[SocketAddr],
) -> Result<Vec<Bound>, Unbound> {
    let mut bound: Vec<Bound> = Vec::new();
    let mut missing = None;
    for address in addresses {
        let mut address = *address;
        if let Some(first) = bound.first().and_then(|first| first.place.ip()) {
            address.set_port(first.port());
        }
        match open(address, is_shared(address, all)) {
            Ok(socket) => {
                let address = socket.local_addr().unwrap_or(address);
                let quic = quic.then(|| open_udp(address, is_shared(address, all)));
                bound.push(Bound {
                    quic: quic.transpose().map_err(|e| Unbound::Udp(address, e))?,
                    place: Place::Ip(address),
                    socket: Listening::Tcp(socket),
                    name: listen.name().filter(|_| bound.is_empty()).map(str::to_owned),
                    trace: None,
                });
            }
            Err(e) if listen.is_best_effort() && is_absent(&e) => missing = Some((address, e)),
            Err(e) => return Err(Unbound::Tcp(address, e)),
        }
    }
    match missing {
        Some((address, e)) if bound.is_empty() => Err(Unbound::Tcp(address, e)),
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
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Without SO_REUSEADDR, which would let two programs share the port of UDP.
fn open_udp(address: SocketAddr, only_v6: bool) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    if address.is_ipv6() {
        socket.set_only_v6(only_v6)?;
    }
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    Ok(socket.into())
}

/// Whether the machine simply has no such address.
fn is_absent(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::AddrNotAvailable || error.raw_os_error() == Some(EAFNOSUPPORT)
}

/// An address that could not be had, and why.
enum Unbound {
    Tcp(SocketAddr, io::Error),
    Udp(SocketAddr, io::Error),
}

impl Unbound {
    /// `taken` is what this server listens at already.
    fn error(&self, flag: &str, taken: &[(SocketAddr, usize)]) -> Error {
        match self {
            Self::Tcp(address, error) if taken.iter().any(|(other, _)| other == address) => {
                Error::output(format!("`{address}` cannot be listened on"))
                    .because(os_reason(error))
                    .hint("this server listens there for something else: choose another address")
            }
            Self::Tcp(address, error) => unbound(*address, error, flag),
            Self::Udp(address, error) => unbound_udp(*address, error),
        }
    }
}

fn unbound_udp(address: SocketAddr, error: &io::Error) -> Error {
    Error::output(format!("`{address}` cannot be listened on for HTTP/3 (UDP)"))
        .because(os_reason(error))
        .hint("HTTP/3 has the port of HTTPS: choose one that is free for TCP and for UDP")
}

fn unbound(address: SocketAddr, error: &io::Error, flag: &str) -> Error {
    let failed = Error::output(format!("`{address}` cannot be listened on")).because(os_reason(error));
    match error.kind() {
        io::ErrorKind::AddrInUse => failed.hint(format!(
            "another program listens there: end it, or choose another port, for example {flag} {}:0",
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
            "ports below 1024 need privileges: choose another, for example {flag} {}:8443",
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
pub(super) const BACKLOG: i32 = 4096;

/// How often a port that the system chose for one address may turn out to be taken on the next.
const ATTEMPTS: usize = 16;

/// What Linux says where IPv6 is switched off.
const EAFNOSUPPORT: i32 = 97;

#[cfg(test)]
mod tests {
    use super::*;

    fn listen(texts: &[&str]) -> Result<Vec<Vec<Bound>>> {
        let wanted: Vec<Wanted> = texts
            .iter()
            .map(|text| Wanted {
                listen: Listen::parse(text).expect("an address"),
                flag: "--listen",
                quic: false,
                purpose: 0,
            })
            .collect();
        bind(&wanted, &mut Passed::default())
    }

    fn port(group: &[Bound]) -> u16 {
        group[0].place.ip().expect("an address").port()
    }

    #[test]
    fn both_loopback_addresses_share_the_port_that_was_chosen() {
        let groups = listen(&["localhost:0"]).expect("loopback can be bound");
        let ports: std::collections::BTreeSet<Option<u16>> = groups[0]
            .iter()
            .map(|bound| bound.place.ip().map(|address| address.port()))
            .collect();
        assert_eq!(ports.len(), 1);
    }

    #[test]
    fn the_ipv4_and_the_ipv6_wildcard_stand_side_by_side_on_one_port() {
        let port = port(&listen(&["127.0.0.1:0"]).expect("bound")[0]);
        let wanted = [format!("0.0.0.0:{port}"), format!("[::]:{port}")];
        assert_eq!(listen(&[&wanted[0], &wanted[1]]).expect("both").len(), 2);
    }

    #[test]
    fn an_address_that_is_wanted_for_two_purposes_is_never_left_to_one() {
        let port = port(&listen(&["127.0.0.1:0"]).expect("bound")[0]);
        let wanted = |purpose| Wanted {
            listen: Listen::parse(&format!("127.0.0.1:{port}")).expect("an address"),
            flag: "--listen",
            quic: false,
            purpose,
        };
        let once = bind(&[wanted(0), wanted(0)], &mut Passed::default()).expect("bound once");
        assert_eq!(once.iter().map(Vec::len).collect::<Vec<_>>(), [1, 0]);
        drop(once);
        let error = bind(&[wanted(0), wanted(1)], &mut Passed::default()).expect_err("taken");
        assert!(error.hints()[0].contains("this server"), "{error}");
    }

    #[test]
    fn where_one_address_is_taken_none_stays_bound() {
        let taken = listen(&["127.0.0.1:0"]).expect("bound");
        let free = format!("127.0.0.1:{}", port(&listen(&["127.0.0.1:0"]).expect("bound")[0]));
        let taken = taken[0][0].place.to_string();
        let error = listen(&[&free, &taken]).expect_err("taken");
        assert!(error.message().contains(&taken));
        listen(&[&free]).expect("free again");
    }
}
