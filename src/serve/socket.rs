//! Sockets of TCP and of Unix behind one type each: what listens, what is accepted, and who is at either end.

use std::fmt;
use std::io::{self, IoSlice};
use std::net::{IpAddr, Shutdown, SocketAddr};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};

/// One end of a connection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum End {
    /// An address, without IPv6's wrapping of IPv4.
    Ip(SocketAddr),
    /// A Unix socket: somebody on this machine.
    Unix,
}

/// Where a socket listens.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Place {
    /// At an address.
    Ip(SocketAddr),
    /// In the file system; empty where it has no name.
    Unix(PathBuf),
}

/// A socket that listens, not yet in the hands of a runtime.
#[derive(Debug)]
pub(crate) enum Listening {
    /// For TCP.
    Tcp(std::net::TcpListener),
    /// In the file system.
    Unix(std::os::unix::net::UnixListener),
}

/// A socket that connections are accepted on.
#[derive(Debug)]
pub(crate) enum Acceptor {
    /// For TCP.
    Tcp(TcpListener),
    /// In the file system.
    Unix(UnixListener),
}

/// A connection's socket.
#[derive(Debug)]
pub(crate) enum Socket {
    /// Of TCP.
    Tcp(TcpStream),
    /// In the file system.
    Unix(UnixStream),
}

impl End {
    /// An address, as people know it: not `::ffff:192.0.2.1`.
    pub(crate) fn at(address: SocketAddr) -> Self {
        Self::Ip(match address.ip() {
            IpAddr::V6(ip) => ip
                .to_ipv4_mapped()
                .map_or(address, |v4| SocketAddr::new(v4.into(), address.port())),
            IpAddr::V4(_) => address,
        })
    }

    /// The address, without the port.
    pub(crate) fn ip(self) -> Option<IpAddr> {
        match self {
            Self::Ip(address) => Some(address.ip()),
            Self::Unix => None,
        }
    }

    /// The port.
    pub(crate) fn port(self) -> Option<u16> {
        match self {
            Self::Ip(address) => Some(address.port()),
            Self::Unix => None,
        }
    }

    /// Who it is, without the port: an address, or `unix`.
    pub(crate) fn who(self) -> String {
        self.ip().map_or_else(|| UNIX.to_owned(), |ip| ip.to_string())
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(address) => address.fmt(f),
            Self::Unix => f.write_str(UNIX),
        }
    }
}

impl Place {
    /// The address, where it is one.
    pub(crate) fn ip(&self) -> Option<SocketAddr> {
        match self {
            Self::Ip(address) => Some(*address),
            Self::Unix(_) => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

impl Listening {
    /// Where it listens.
    pub(crate) fn place(&self) -> io::Result<Place> {
        match self {
            Self::Tcp(socket) => socket.local_addr().map(Place::Ip),
            Self::Unix(socket) => {
                let path = socket.local_addr()?.as_pathname().map(PathBuf::from);
                Ok(Place::Unix(path.unwrap_or_default()))
            }
        }
    }
}

impl Acceptor {
    /// Hands a socket over to the runtime.
    pub(crate) fn new(socket: Listening) -> io::Result<Self> {
        match socket {
            Listening::Tcp(socket) => {
                socket.set_nonblocking(true)?;
                TcpListener::from_std(socket).map(Self::Tcp)
            }
            Listening::Unix(socket) => {
                socket.set_nonblocking(true)?;
                UnixListener::from_std(socket).map(Self::Unix)
            }
        }
    }

    /// Waits for a connection, and says who it is from.
    pub(crate) async fn accept(&self) -> io::Result<(Socket, End)> {
        match self {
            Self::Tcp(socket) => {
                let (stream, peer) = socket.accept().await?;
                let _ = stream.set_nodelay(true);
                Ok((Socket::Tcp(stream), End::at(peer)))
            }
            Self::Unix(socket) => {
                let (stream, _) = socket.accept().await?;
                Ok((Socket::Unix(stream), End::Unix))
            }
        }
    }
}

impl Socket {
    /// This machine's end.
    pub(crate) fn local(&self) -> End {
        match self {
            Self::Tcp(stream) => stream.local_addr().map_or(End::Unix, End::at),
            Self::Unix(_) => End::Unix,
        }
    }

    /// The same socket once more, for reading what is left when its owner is gone; nothing more is written.
    pub(crate) fn last_words(&self) -> io::Result<Self> {
        let copy = match self {
            Self::Tcp(stream) => SockRef::from(stream).try_clone()?,
            Self::Unix(stream) => SockRef::from(stream).try_clone()?,
        };
        copy.shutdown(Shutdown::Write)?;
        match self {
            Self::Tcp(_) => TcpStream::from_std(copy.into()).map(Self::Tcp),
            Self::Unix(_) => UnixStream::from_std(copy.into()).map(Self::Unix),
        }
    }
}

/// Does the same with a socket of either kind.
macro_rules! either {
    ($socket:expr, $inner:ident => $action:expr) => {
        match $socket {
            Socket::Tcp($inner) => $action,
            Socket::Unix($inner) => $action,
        }
    };
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        either!(self, stream => stream.as_fd())
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        either!(self.get_mut(), stream => Pin::new(stream).poll_read(context, buffer))
    }
}

impl AsyncWrite for Socket {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        either!(self.get_mut(), stream => Pin::new(stream).poll_write(context, bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self.get_mut(), stream => Pin::new(stream).poll_flush(context))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self.get_mut(), stream => Pin::new(stream).poll_shutdown(context))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        either!(self.get_mut(), stream => Pin::new(stream).poll_write_vectored(context, slices))
    }

    fn is_write_vectored(&self) -> bool {
        either!(self, stream => stream.is_write_vectored())
    }
}

/// What stands for a peer that has no address.
const UNIX: &str = "unix";
