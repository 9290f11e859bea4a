//! An identity made on the spot: a throw-away CA and a leaf below it, in memory only, for the names by
//! which this machine is reached.

use std::net::IpAddr;

use jiff::Timestamp;

use super::identity::{Identity, Origin};
use crate::error::Result;
use crate::pki::cert::Cert;
use crate::pki::format::pem;
use crate::pki::issue::ad_hoc;
use crate::pki::name::San;

/// An identity and the certificate that makes it trusted.
pub(crate) struct Made {
    /// The identity.
    pub(crate) identity: Identity,
    /// The throw-away CA's certificate, PEM.
    pub(crate) ca: String,
}

/// Makes an identity for localhost, this machine, the `ips` it listens on, and `more` names.
///
/// # Errors
///
/// A bug where there is no randomness.
pub(crate) fn make(ips: &[IpAddr], more: &[San], now: Timestamp) -> Result<Made> {
    let mut names = Vec::new();
    let local = [
        San::Dns("localhost".to_owned()),
        San::Dns("*.localhost".to_owned()),
    ];
    let machine = machine_name().into_iter();
    let addresses = ["127.0.0.1", "::1"]
        .iter()
        .filter_map(|ip| ip.parse().ok())
        .chain(ips.iter().copied());
    for name in more
        .iter()
        .cloned()
        .chain(local)
        .chain(machine)
        .chain(addresses.map(San::Ip))
    {
        if !names.contains(&name) && !matches!(name, San::Ip(ip) if ip.is_unspecified()) {
            names.push(name);
        }
    }
    let made = ad_hoc(&names, now)?;
    let origin = Origin {
        shown: "ad hoc".to_owned(),
        ..Origin::default()
    };
    let identity = Identity::new(vec![Cert::parse(&made.leaf)?], &made.key, None, origin)?;
    Ok(Made {
        identity,
        ca: pem::encode("CERTIFICATE", &made.ca),
    })
}

/// The name that this machine gives itself, where it is one.
fn machine_name() -> Option<San> {
    let system = rustix::system::uname();
    let name = San::parse(system.nodename().to_str().ok()?).ok()?;
    matches!(name, San::Dns(_)).then_some(name)
}
