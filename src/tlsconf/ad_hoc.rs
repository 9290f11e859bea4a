//! An identity made on the spot: a throw-away CA and a leaf below it, in memory only, for the names by
//! which this machine is reached.

use std::net::IpAddr;

use jiff::Timestamp;
use rustls::SignatureScheme;

use super::identity::{Identity, Origin};
use super::terms::Terms;
use crate::error::Result;
use crate::pki::authority::Authority;
use crate::pki::cert::Cert;
use crate::pki::format::pem;
use crate::pki::issue::{AD_HOC_DAYS, Subject, ad_hoc, issue};
use crate::pki::key::{Key, Kind};
use crate::pki::name::San;
use crate::pki::profile::{self, Purposes, Usage, Wish};

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
    let made = ad_hoc(&names(ips, more), now)?;
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

/// Whether the key of such an identity can be used on these terms.
pub(crate) fn suits(terms: &Terms) -> bool {
    terms.takes(|schemes| schemes.contains(&SignatureScheme::ECDSA_NISTP256_SHA256))
}

/// The same, signed by a CA that is trusted here already, as far as it may sign; nothing where it may not
/// sign one of the `more` names.
///
/// # Errors
///
/// A bug where there is no randomness.
pub(crate) fn signed(
    ca: &Authority,
    ips: &[IpAddr],
    more: &[San],
    now: Timestamp,
) -> Result<Option<Identity>> {
    let server = Purposes::only(Usage::Server);
    let may_sign = |name: &San| ca.check_leaf(std::slice::from_ref(name), &server).is_ok();
    if ca.check_alive(now).is_err() || !more.iter().all(may_sign) {
        return Ok(None);
    }
    let names: Vec<San> = names(ips, more).into_iter().filter(may_sign).collect();
    let key = Key::generate(Kind::P256)?;
    let name = ca.subject(&names);
    let subject = Subject {
        name: &name,
        spki: key.spki(),
        extensions: profile::leaf(&names, &server, key.spki(), !profile::is_empty(&name)),
        validity: Wish::default().within(AD_HOC_DAYS, now, ca.not_before(), ca.not_after())?,
    };
    let leaf = Cert::parse(&issue(subject, ca.issuer()?)?)?;
    let chain = std::iter::once(leaf).chain(ca.sent()).collect();
    let origin = Origin {
        shown: "ad hoc, signed by the local CA".to_owned(),
        ..Origin::default()
    };
    Identity::new(chain, &key, None, origin).map(Some)
}

/// What this machine is reached by: `more` first, then localhost, its own name, and its addresses.
fn names(ips: &[IpAddr], more: &[San]) -> Vec<San> {
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
    names
}

/// The name that this machine gives itself, where it is one.
fn machine_name() -> Option<San> {
    let system = rustix::system::uname();
    let name = San::parse(system.nodename().to_str().ok()?).ok()?;
    matches!(name, San::Dns(_)).then_some(name)
}
