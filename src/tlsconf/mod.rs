//! IDENTITY → RUSTLS: certificates and keys turned into configurations for servers and clients.

pub(crate) mod client;
