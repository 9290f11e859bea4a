//! The writing of OCSP responses (RFC 6960 §4.2), by a CA itself or by a responder that it certified.

use aws_lc_rs::digest;
use jiff::Timestamp;

use super::der::{self, tag};
use super::format::der::single;
use super::key::Key;
use super::oid;
use crate::error::Result;

/// What a responder says of a certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Status {
    Good,
    /// Since when, and the code of the reason.
    Revoked(Timestamp, u8),
    Unknown,
}

/// Which certificate a response is about.
#[derive(Clone, Debug)]
pub(crate) struct About {
    /// The issuer's Name.
    pub(crate) issuer: Vec<u8>,
    /// The issuer's SubjectPublicKeyInfo.
    pub(crate) spki: Vec<u8>,
    /// The content octets of the serial number.
    pub(crate) serial: Vec<u8>,
}

/// A response before it is signed.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) about: About,
    pub(crate) status: Status,
    pub(crate) produced: Timestamp,
    pub(crate) this_update: Timestamp,
    pub(crate) next_update: Timestamp,
    /// Certificates sent along, for a responder that is not the issuer.
    pub(crate) certificates: Vec<Vec<u8>>,
}

impl Response {
    /// The OCSPResponse, signed by the key that is named as responder.
    ///
    /// # Errors
    ///
    /// A refusal where nothing here signs with such a key.
    pub(crate) fn sign(&self, key: &Key) -> Result<Vec<u8>> {
        let data = self.data(key.spki());
        Ok(wrap(
            &data,
            &key.signature()?.identifier(),
            &key.sign(&data)?,
            &self.certificates,
        ))
    }

    /// The ResponseData.
    pub(crate) fn data(&self, responder: &[u8]) -> Vec<u8> {
        let by_key = der::element(tag::constructed(2), &der::octets(&key_hash(responder)));
        let sha1 = der::sequence([der::oid(oid::SHA1), der::element(tag::NULL, &[])]);
        let certificate = der::sequence([
            sha1,
            der::octets(&hash(&self.about.issuer)),
            der::octets(&key_hash(&self.about.spki)),
            der::element(tag::INTEGER, &self.about.serial),
        ]);
        let next = der::element(tag::constructed(0), &der::generalized_time(self.next_update));
        let single = [
            certificate,
            self.status.der(),
            der::generalized_time(self.this_update),
            next,
        ];
        der::sequence([
            by_key,
            der::generalized_time(self.produced),
            der::sequence([der::sequence(single)]),
        ])
    }
}

impl Status {
    fn der(self) -> Vec<u8> {
        match self {
            Self::Good => der::element(tag::context(0), &[]),
            Self::Revoked(since, reason) => {
                let reason = der::element(tag::constructed(0), &der::element(tag::ENUMERATED, &[reason]));
                der::element(
                    tag::constructed(1),
                    &der::concat([der::generalized_time(since), reason]),
                )
            }
            Self::Unknown => der::element(tag::context(2), &[]),
        }
    }
}

/// A successful OCSPResponse around signed data.
pub(crate) fn wrap(data: &[u8], algorithm: &[u8], signature: &[u8], certificates: &[Vec<u8>]) -> Vec<u8> {
    let certificates = if certificates.is_empty() {
        Vec::new()
    } else {
        der::element(tag::constructed(0), &der::sequence(certificates))
    };
    let basic = der::sequence([data, algorithm, &der::bits(signature), &certificates]);
    let bytes = der::sequence([der::oid(oid::OCSP_BASIC), der::octets(&basic)]);
    let successful = der::element(tag::ENUMERATED, &[0]);
    der::sequence([successful, der::element(tag::constructed(0), &bytes)])
}

/// SHA-1, which is how responders name issuers (RFC 5019 §2.1.1).
fn hash(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes)
        .as_ref()
        .to_vec()
}

/// SHA-1 of the key's bits, without algorithm, tag and length (RFC 6960 §4.1.1).
fn key_hash(spki: &[u8]) -> Vec<u8> {
    let bits = single(spki, tag::SEQUENCE, "public key").and_then(|key| {
        let mut fields = key.reader();
        fields.expect(tag::SEQUENCE, "algorithm")?;
        fields.expect(tag::BIT_STRING, "key")
    });
    hash(bits.ok().and_then(|bits| bits.content.get(1..)).unwrap_or(spki))
}
