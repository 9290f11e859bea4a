//! `tlsctl serve` as its peers see it: curl, OpenSSL, GnuTLS, Python, and raw bytes.

mod bad_input;
mod compression;
mod config;
mod cors;
mod echo;
mod fault;
mod files;
mod flask;
mod foreign;
mod framing;
mod fronts;
#[cfg(feature = "grpc")]
mod grpc;
mod handshake;
mod http3;
mod http_cases;
mod introduction;
mod limits;
mod listeners;
mod login;
mod nginx;
mod operation;
mod peer;
mod pki;
mod proxy;
mod raw;
mod redirect;
mod sanic;
mod sanic_redirect;
mod sockets;
mod spa;
mod trouble;
mod upload;
