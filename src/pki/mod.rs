//! CERTIFICATES: what they are, made of and worth. Pure: bytes and parameters in, facts and bytes out;
//! no files, no sockets, no clock (`now` is an argument), no printing.

pub(crate) mod algorithm;
pub(crate) mod anatomy;
pub(crate) mod authority;
pub(crate) mod bad;
pub(crate) mod cert;
pub(crate) mod chain;
pub(crate) mod crl;
pub(crate) mod csr;
pub(crate) mod der;
pub(crate) mod describe;
pub(crate) mod dn;
pub(crate) mod extension;
pub(crate) mod extensions;
#[cfg(test)]
pub(crate) mod fixture;
pub(crate) mod format;
pub(crate) mod general_name;
pub(crate) mod host;
pub(crate) mod issue;
pub(crate) mod key;
pub(crate) mod lint;
pub(crate) mod name;
pub(crate) mod name_constraint;
pub(crate) mod ocsp;
pub(crate) mod oid;
pub(crate) mod primitive;
pub(crate) mod profile;
pub(crate) mod public_key;
pub(crate) mod renewal;
pub(crate) mod rule;
pub(crate) mod signature;
pub(crate) mod tbs;
pub(crate) mod verify;
