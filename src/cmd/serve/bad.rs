//! `tlsctl serve --bad`: the catalogue of broken certificates, made once the addresses are known, since
//! certificates say where their revocation lists are.

use std::net::SocketAddr;
use std::sync::Arc;

use super::super::session::Session;
use super::identity::Identities;
use crate::cli::Serve;
use crate::error::{Error, Result};
use crate::pki::bad::{self, Case, Catalogue, Made};
use crate::pki::format::pem;
use crate::pki::name::San;
use crate::serve::address::reachable;
use crate::serve::listener::host;
use crate::serve::mode::Mode;
use crate::serve::mode::bad::Bad;
use crate::tlsconf::broken;
use crate::tlsconf::identity::Identity;

/// What is to be served.
pub(super) struct Wanted {
    name: String,
    cases: Vec<&'static Case>,
}

/// The cases asked for; `None` where something else is to be served.
pub(super) fn chosen(arguments: &Serve) -> Result<Option<Wanted>> {
    if arguments.bad.is_empty() {
        return Ok(None);
    }
    let name = arguments
        .identity
        .name
        .first()
        .map_or("tls.localhost", String::as_str);
    let name = bad::checked_name(name).map_err(|e| e.context("`--name` is not understood"))?;
    let cases = bad::chosen(&arguments.bad)?;
    Ok(Some(Wanted { name, cases }))
}

/// Makes the cases for a server that listens on `addresses`.
pub(super) fn make(
    wanted: &Wanted,
    addresses: &[SocketAddr],
    session: &Session,
) -> Result<(Mode, Identities)> {
    let first = addresses
        .first()
        .ok_or_else(|| Error::bug("a server without an address"))?;
    let port = first.port();
    let reached: Vec<_> = addresses
        .iter()
        .flat_map(|address| reachable(address.ip()))
        .collect();
    // Clients that check for revocation get there without having to resolve the name.
    let base = reached.first().map(|ip| format!("http://{}:{port}", host(*ip)));
    let catalogue = Catalogue::new(&wanted.name, session.now, base)?;
    let mut names = vec![San::Dns(wanted.name.clone()), San::Dns("localhost".to_owned())];
    names.extend(reached.into_iter().map(San::Ip));
    let mut served = vec![index(&catalogue, &names)?];
    let mut cases: Vec<(&'static Case, Made)> = Vec::new();
    for case in &wanted.cases {
        let made = catalogue.make(case)?;
        if case.unserved.is_none() {
            let identity = broken::identity(&made, &case.host(&wanted.name), case.id);
            let missing = || {
                Error::bug(format!(
                    "the case `{}` cannot be served, and does not say so",
                    case.id
                ))
            };
            served.push(Arc::new(identity.ok_or_else(missing)?));
        }
        cases.push((case, made));
    }
    let hosts = format!("{} below {}", served.len() - 1, wanted.name);
    let root = pem::encode("CERTIFICATE", catalogue.root());
    let mode = Mode::Bad(Bad::new(&catalogue, &cases, port));
    Ok((mode, Identities::broken(served, hosts, root)))
}

/// What is served to who asks for no case: a good certificate for the catalogue's own name.
fn index(catalogue: &Catalogue, names: &[San]) -> Result<Arc<Identity>> {
    let made = catalogue.index(names)?;
    let missing = || Error::bug("the index of the catalogue cannot be served");
    let identity = broken::identity(&made, catalogue.name(), "catalogue").ok_or_else(missing)?;
    Ok(Arc::new(identity))
}
