//! `tlsctl serve` as its peers see it: curl, OpenSSL, GnuTLS, Python, and raw bytes.

mod bad_input;
mod compression;
mod config;
mod cors;
mod echo;
mod fault;
mod files;
mod framing;
mod handshake;
mod listeners;
mod login;
mod operation;
mod peer;
mod pki;
mod proxy;
mod redirect;
mod spa;
mod upload;
