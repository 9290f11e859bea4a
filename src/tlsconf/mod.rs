//! IDENTITY → RUSTLS: certificates and keys turned into configurations for servers and clients.

pub(crate) mod ad_hoc;
pub(crate) mod anchors;
pub(crate) mod broken;
pub(crate) mod client;
pub(crate) mod identity;
pub(crate) mod keylog;
pub(crate) mod password;
#[cfg(feature = "quic")]
pub(crate) mod quic;
pub(crate) mod reload;
mod resolver;
pub(crate) mod server;
pub(crate) mod source;
pub(crate) mod terms;
mod ticket;
pub(crate) mod upstream;

pub(crate) use resolver::Wish;
