//! The one who would ask, in a build without the feature `dns`.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::{Answer, Query};
use crate::error::{Error, Result};

/// Nobody: there is no value of it.
#[derive(Clone, Debug)]
pub(crate) enum Resolver {}

impl Resolver {
    /// Refuses.
    ///
    /// # Errors
    ///
    /// A usage error, always.
    pub(crate) fn new(_: Option<SocketAddr>, _: Duration) -> Result<Self> {
        Err(Error::usage("this tlsctl was built without the feature `dns`")
            .hint("build it with the default features, or leave --dns and --resolver out"))
    }

    /// Never called.
    pub(crate) fn is_named(&self) -> bool {
        match *self {}
    }

    /// Never called.
    pub(crate) async fn addresses(&self, _: &str) -> Result<Vec<IpAddr>, String> {
        match *self {}
    }

    /// Never called.
    pub(crate) async fn ask(&self, _: &Query) -> Result<Answer, String> {
        match *self {}
    }
}

impl fmt::Display for Resolver {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}
