//! Questions whose answers several scans read. Each is an inquiry under an id of its own, asked once.

pub(crate) mod alpn;
pub(crate) mod answer;
mod bucket;
pub(crate) mod dns;
pub(crate) mod ffdhe;
pub(crate) mod floor;
pub(crate) mod groups;
pub(crate) mod handshake;
pub(crate) mod hello;
pub(crate) mod http;
pub(crate) mod issuer;
pub(crate) mod known;
pub(crate) mod name;
pub(crate) mod once;
pub(crate) mod opinion;
pub(crate) mod order;
pub(crate) mod quic;
pub(crate) mod resumption;
pub(crate) mod schemes13;
mod share;
pub(crate) mod shown;
mod shrink;
pub(crate) mod ssl2;
pub(crate) mod suites;
mod ticket;
pub(crate) mod tls13;
mod tuples;
