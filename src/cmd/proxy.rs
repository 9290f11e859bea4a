//! The proxy that a command connects through: by flag, or by `TLSCTL_PROXY`, where its password is not for
//! all to see. `HTTPS_PROXY` and its kin are not read: they say how this machine reaches the web, and what is
//! asked here is how a server answers, which a proxy that came unasked could change.

use std::sync::Arc;

use crate::error::Result;
use crate::input;
use crate::probe::transport::Proxy;

/// The proxy that `flag` or the environment names.
///
/// # Errors
///
/// A usage error where it is none.
pub(super) fn named(flag: Option<&str>) -> Result<Option<Arc<Proxy>>> {
    let text = match flag {
        Some(text) => Some(text.to_owned()),
        None => input::environment("TLSCTL_PROXY")?,
    };
    text.map(|text| Proxy::parse(&text).map(Arc::new)).transpose()
}
