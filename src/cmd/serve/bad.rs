//! `tlsctl serve --bad`: which cases of the catalogue of broken certificates, for which hosts, and where
//! clients that check for revocation find out about them.

use std::net::{IpAddr, SocketAddr};

use crate::cli::Serve;
use crate::error::Result;
use crate::pki::bad::{self, Case};
use crate::serve::address::reachable;
use crate::serve::listener::host;

/// What is to be served.
pub(super) struct Wanted {
    /// The name that all hosts stand below.
    pub(super) name: String,
    /// Whether the user said that name.
    pub(super) is_named: bool,
    /// The cases, in the order of the catalogue.
    pub(super) cases: Vec<&'static Case>,
}

/// The cases asked for; `None` where something else is to be served.
pub(super) fn chosen(arguments: &Serve) -> Result<Option<Wanted>> {
    if arguments.bad.is_empty() {
        return Ok(None);
    }
    let given = arguments.identity.name.first();
    let name = given.map_or("tls.localhost", String::as_str);
    let name = bad::checked_name(name).map_err(|e| e.context("`--name` is not understood"))?;
    let cases = bad::chosen(&arguments.bad)?;
    Ok(Some(Wanted {
        name,
        is_named: given.is_some(),
        cases,
    }))
}

impl Wanted {
    /// The URL below which lists and OCSP responses are found by the clients of a server that listens on
    /// `addresses`: by address where they are on this machine, so that they have no name to look up; by
    /// the name that they come by where they are elsewhere, since an address may be another one there.
    pub(super) fn base(&self, addresses: &[SocketAddr]) -> Option<String> {
        let port = addresses.first()?.port();
        let reached: Vec<IpAddr> = ips(addresses);
        let outside = reached.iter().find(|ip| !ip.is_loopback());
        let is_local = self.name == "localhost" || self.name.ends_with(".localhost");
        let place = match outside {
            Some(_) if self.is_named && !is_local => self.name.clone(),
            Some(ip) => host(*ip),
            None => host(*reached.first()?),
        };
        Some(format!("http://{place}:{port}"))
    }
}

/// The addresses that sockets bound to these are reached at.
pub(super) fn ips(addresses: &[SocketAddr]) -> Vec<IpAddr> {
    let ips = addresses.iter().flat_map(|address| reachable(address.ip()));
    ips.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_elsewhere_are_sent_to_the_name_that_they_come_by_and_those_here_to_an_address() {
        let base = |name: Option<&str>, address: &str| {
            let wanted = Wanted {
                name: name.unwrap_or("tls.localhost").to_owned(),
                is_named: name.is_some(),
                cases: Vec::new(),
            };
            let address = address.parse().expect("an address");
            wanted.base(&[address]).expect("a URL")
        };
        let named = Some("bad.corp.test");
        assert_eq!(base(named, "192.0.2.7:443"), "http://bad.corp.test:443");
        assert_eq!(base(None, "192.0.2.7:443"), "http://192.0.2.7:443");
        assert_eq!(base(named, "127.0.0.1:8443"), "http://127.0.0.1:8443");
        assert_eq!(base(named, "[::1]:8443"), "http://[::1]:8443");
        assert_eq!(
            base(Some("x.localhost"), "[2001:db8::1]:1"),
            "http://[2001:db8::1]:1"
        );
    }
}
