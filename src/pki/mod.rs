//! CERTIFICATES: what they are, made of and worth. Pure: bytes and parameters in, facts and bytes out;
//! no files, no sockets, no clock (`now` is an argument), no printing.

pub(crate) mod algorithm;
pub(crate) mod anatomy;
pub(crate) mod der;
pub(crate) mod describe;
pub(crate) mod extension;
pub(crate) mod format;
pub(crate) mod issue;
pub(crate) mod key;
pub(crate) mod name;
pub(crate) mod oid;
pub(crate) mod profile;
pub(crate) mod tbs;
