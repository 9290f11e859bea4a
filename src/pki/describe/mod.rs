//! Facts from certificates and their kin, for people and machines: everything that is in them, by name.
//! It judges nothing; what is broken inside is shown as the bytes it is.

mod certificate;
mod crl;
mod difference;
mod extension;
mod ocsp;
mod registry;
mod request;
mod tree;

pub(crate) use certificate::{certificate, summary};
pub(crate) use crl::crl;
pub(crate) use difference::{CONTENT_CHANGED, Difference, Other, Side};
pub(crate) use extension::title as extension_title;
pub(crate) use ocsp::ocsp;
pub(crate) use request::{request, request_spki};
pub(crate) use tree::tree;

use extension::extensions;
use registry::signature_name;

use crate::pki::format::der::hex;
use aws_lc_rs::digest;

/// The SHA-256 of bytes in hexadecimal: the fingerprint of a certificate.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// The SHA-1 of bytes in hexadecimal: the fingerprint that older tools show.
pub(crate) fn sha1(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref())
}

/// The pin of a public key: base64 of the SHA-256 of its SubjectPublicKeyInfo (RFC 7469 §2.4).
pub(crate) fn pin(spki: &[u8]) -> String {
    use base64::Engine as _;
    base64::prelude::BASE64_STANDARD.encode(digest::digest(&digest::SHA256, spki).as_ref())
}

/// The SubjectPublicKeyInfo of an RSA key that stands alone (RFC 3279 §2.3.1).
pub(crate) fn rsa_spki(pkcs1: &[u8]) -> Vec<u8> {
    use super::{der, oid};
    let algorithm = der::sequence([der::oid(oid::RSA), vec![0x05, 0x00]]);
    der::sequence([algorithm, der::bits(pkcs1)])
}
