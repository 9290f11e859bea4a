//! TLS ON THE WIRE: what is sent and received before any key is agreed, read with tolerance and written
//! exactly. Pure: no sockets, no TLS library. Registries are open: a number without a name survives.

pub(crate) mod alert;
pub(crate) mod client_hello;
pub(crate) mod codec;
pub(crate) mod compression;
pub(crate) mod ech;
pub(crate) mod extension;
pub(crate) mod fingerprint;
pub(crate) mod flight;
pub(crate) mod group;
pub(crate) mod key_exchange;
pub(crate) mod prime;
pub(crate) mod quic;
pub(crate) mod record;
pub(crate) mod registry;
pub(crate) mod scheme;
pub(crate) mod server_hello;
pub(crate) mod sslv2;
pub(crate) mod suite;
pub(crate) mod version;
