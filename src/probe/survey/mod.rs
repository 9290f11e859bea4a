//! Questions whose answers several scans read. Each is an inquiry under an id of its own, asked once.

pub(crate) mod handshake;
pub(crate) mod name;
