//! CERTIFICATES: what they are, made of and worth. Pure: bytes and parameters in, facts and bytes out;
//! no files, no sockets, no clock (`now` is an argument), no printing.

pub(crate) mod format;
