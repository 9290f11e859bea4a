//! How to get to a server: from a name to a place, and an open connection to it, straight or through a
//! proxy. Each way is a file of its own; none knows what is said on the connection.

mod direct;
mod http_connect;
mod place;
mod proxy;
mod socks5;

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Ending;
use super::starttls::Protocol;

pub(crate) use place::{Family, Place, resolve};
pub(crate) use proxy::Proxy;

/// The way to one place of a target.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// What answers for the target.
    pub(crate) place: Place,
    /// Who makes the connection instead of this machine.
    pub(crate) proxy: Option<Arc<Proxy>>,
    /// The protocol that TLS has to be asked for in, and the server's name in it.
    pub(crate) starttls: Option<(&'static Protocol, String)>,
}

/// A connection to the server.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) stream: TcpStream,
    /// What the server said before it was asked, read together with a proxy's consent.
    pub(super) ahead: Vec<u8>,
}

impl Route {
    /// Opens a connection, to `port` where it is another than the target's. The wait for a proxy's answer
    /// is as long again as the wait for the proxy.
    pub(super) async fn open(&self, port: Option<u16>, within: Duration) -> Result<Opened, Ending> {
        match port {
            Some(port) => self.open_to(&self.place.at(port), within).await,
            None => self.open_to(&self.place, within).await,
        }
    }

    /// Opens a connection to another place, the same way.
    pub(super) async fn open_to(&self, place: &Place, within: Duration) -> Result<Opened, Ending> {
        let Some(proxy) = &self.proxy else {
            let stream = direct::open(place, within).await.map_err(Ending::Unconnected)?;
            return Ok(Opened::silent(stream));
        };
        let stream = direct::open(proxy.place(), within)
            .await
            .map_err(|why| Ending::NoWay(proxy.unreachable(&why)))?;
        let tunnel = async {
            if proxy.speaks_http() {
                http_connect::open(stream, proxy, place).await
            } else {
                socks5::open(stream, proxy, place).await
            }
        };
        match timeout(within, tunnel).await {
            Ok(outcome) => outcome.map_err(Ending::NoWay),
            Err(_) => Err(Ending::NoWay(proxy.silent(within))),
        }
    }
}

impl Opened {
    /// A connection on which nothing was said yet.
    fn silent(stream: TcpStream) -> Self {
        Self {
            stream,
            ahead: Vec::new(),
        }
    }
}
