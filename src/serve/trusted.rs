//! Networks whose word is taken for who asked: proxies that stand before this server.

use std::net::{IpAddr, SocketAddr};

use hyper::header::HeaderMap;

use super::socket::End;
use crate::error::{Error, Result};

/// Networks whose word is taken for who asked.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Trusted {
    networks: Vec<(IpAddr, u8)>,
    /// Whoever comes by a Unix socket.
    unix: bool,
}

impl Trusted {
    /// Reads addresses and networks in CIDR notation, and `unix`.
    ///
    /// # Errors
    ///
    /// A usage error with examples.
    pub(crate) fn parse(texts: &[String]) -> Result<Self> {
        let mut trusted = Self::default();
        let parts = texts.iter().flat_map(|text| text.split(',')).map(str::trim);
        for part in parts {
            if part == "unix" {
                trusted.unix = true;
            } else {
                trusted.networks.push(network(part)?);
            }
        }
        Ok(trusted)
    }

    /// Whether this peer is in one of them.
    pub(crate) fn has(&self, peer: End) -> bool {
        peer.ip().map_or(self.unix, |ip| self.has_address(ip))
    }

    /// Who asked, by what trusted proxies say: going back from the connection, the first address that is none
    /// of theirs (what stands before that anyone can have written); with no chain, the one address they give.
    pub(crate) fn client(&self, peer: End, headers: &HeaderMap) -> Option<IpAddr> {
        let mut client = peer.ip();
        if !self.has(peer) {
            return client;
        }
        let chain = headers.get_all("x-forwarded-for").iter().rev();
        let mut hops = chain
            .flat_map(|list| list.to_str().unwrap_or_default().rsplit(','))
            .peekable();
        if hops.peek().is_none() {
            let real = headers.get("x-real-ip").and_then(|value| value.to_str().ok());
            return real.and_then(address).or(client);
        }
        for hop in hops {
            let Some(ip) = address(hop) else { break };
            client = Some(ip);
            if !self.has_address(ip) {
                break;
            }
        }
        client
    }

    fn has_address(&self, ip: IpAddr) -> bool {
        self.networks.iter().any(|(network, bits)| match (network, ip) {
            (IpAddr::V4(network), IpAddr::V4(ip)) => {
                *bits == 0 || (u32::from(*network) ^ u32::from(ip)) >> (32 - bits) == 0
            }
            (IpAddr::V6(network), IpAddr::V6(ip)) => {
                *bits == 0 || (u128::from(*network) ^ u128::from(ip)) >> (128 - bits) == 0
            }
            _ => false,
        })
    }
}

/// An address as proxies write it: bare, or with a port behind it.
pub(crate) fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|text| text.split_once(']'));
    let bare = bare.map_or(text, |(bare, _)| bare);
    let ip = bare.parse().ok();
    let ip = ip.or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()));
    ip.map(|ip: IpAddr| ip.to_canonical())
}

fn network(text: &str) -> Result<(IpAddr, u8)> {
    let wrong = || {
        Error::usage(format!("`{text}` is not a network"))
            .hint("write 10.0.0.0/8, fd00::/8, one address, or unix for those who come by a Unix socket")
    };
    let (ip, bits) = text
        .split_once('/')
        .map_or((text, None), |(ip, bits)| (ip, Some(bits)));
    let ip: IpAddr = ip.parse().map_err(|_| wrong())?;
    let most = if ip.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Ok(most), str::parse).map_err(|_| wrong())?;
    if bits > most { Err(wrong()) } else { Ok((ip, bits)) }
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    #[test]
    fn the_client_is_the_last_one_that_is_no_trusted_proxy() {
        let trusted = Trusted::parse(&["127.0.0.0/8,10.0.0.0/8,fd00::/8".to_owned()]).expect("networks");
        let client = |peer: &str, fields: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in fields {
                headers.append(*name, HeaderValue::from_static(value));
            }
            let peer = End::Ip(peer.parse().expect("an address"));
            trusted.client(peer, &headers).expect("an address").to_string()
        };
        let chain = |list| client("127.0.0.1:1", &[("x-forwarded-for", list)]);
        assert_eq!(chain("6.6.6.6, 127.0.0.5"), "6.6.6.6");
        assert_eq!(chain("9.9.9.9, 6.6.6.6:80, 10.0.0.1, 127.0.0.5"), "6.6.6.6");
        assert_eq!(chain("6.6.6.6, [2001:db8::1]:443, fd00::2"), "2001:db8::1");
        assert_eq!(chain("6.6.6.6, what, 10.0.0.9"), "10.0.0.9");
        assert_eq!(chain("10.0.0.9"), "10.0.0.9");
        let split = [("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "10.0.0.1")];
        assert_eq!(client("127.0.0.1:1", &split), "6.6.6.6");
        assert_eq!(client("192.0.2.1:1", &split), "192.0.2.1");
        let real = [("x-real-ip", "6.6.6.6")];
        assert_eq!(client("127.0.0.1:1", &real), "6.6.6.6");
        assert_eq!(client("127.0.0.1:1", &[]), "127.0.0.1");
    }

    #[test]
    fn networks_are_compared_by_their_bits() {
        let trusted = Trusted::parse(&["10.0.0.0/8,::1".to_owned()]).expect("networks");
        let has = |address: &str| trusted.has(End::Ip(address.parse().expect("an address")));
        assert!(has("10.1.2.3:1") && has("[::1]:1") && !has("11.0.0.1:1") && !has("[::2]:1"));
        assert!(!trusted.has(End::Unix));
        assert!(
            Trusted::parse(&["unix".to_owned()])
                .expect("known")
                .has(End::Unix)
        );
        assert!(Trusted::parse(&["10.0.0.0/33".to_owned()]).is_err());
    }
}
