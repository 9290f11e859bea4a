//! Networks whose word is taken for who asked: proxies that stand before this server.

use std::net::IpAddr;

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
        let Some(ip) = peer.ip() else {
            return self.unix;
        };
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
    use super::*;

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
