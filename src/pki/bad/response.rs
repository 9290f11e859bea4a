//! An OCSP response about one certificate, whose every field a case may spoil. RFC 6960 §4.2.

use aws_lc_rs::digest;
use jiff::Timestamp;

use super::draft::Entity;
use super::revocation_list::KEY_COMPROMISE;
use super::secret::Secret;
use crate::error::Result;
use crate::pki::der::{self, tag};
use crate::pki::format::der::{Fault, single};
use crate::pki::oid;

/// What a responder says of a certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Status {
    Good,
    Revoked,
    Unknown,
}

/// A response that is not signed yet.
#[derive(Clone, Debug)]
pub(super) struct Response {
    /// The issuer's name and SubjectPublicKeyInfo, and the serial number: whom it is about.
    pub(super) about: (Vec<u8>, Vec<u8>, Vec<u8>),
    /// The SubjectPublicKeyInfo of who says so.
    pub(super) responder: Vec<u8>,
    pub(super) status: Status,
    pub(super) this_update: Timestamp,
    pub(super) next_update: Timestamp,
    /// Certificates sent along, for a responder that is not the issuer.
    pub(super) certificates: Vec<Vec<u8>>,
}

impl Response {
    /// The issuer's own word on a certificate.
    pub(super) fn new(about: &Entity, issuer: &Entity, from: Timestamp, to: Timestamp) -> Self {
        Self {
            about: (issuer.name.clone(), issuer.key.spki(), about.serial.clone()),
            responder: issuer.key.spki(),
            status: Status::Good,
            this_update: from,
            next_update: to,
            certificates: Vec::new(),
        }
    }

    /// Signs it.
    ///
    /// # Errors
    ///
    /// A refusal where nothing here signs with such a key.
    pub(super) fn sign(&self, key: &Secret) -> Result<Vec<u8>> {
        let data = self.data();
        let certificates = if self.certificates.is_empty() {
            Vec::new()
        } else {
            der::element(tag::constructed(0), &der::sequence(&self.certificates))
        };
        let basic = der::sequence([
            data.clone(),
            key.algorithm()?,
            der::bits(&key.sign(&data)?),
            certificates,
        ]);
        let bytes = der::sequence([der::oid(oid::OCSP_BASIC), der::octets(&basic)]);
        let successful = der::element(tag::ENUMERATED, &[0]);
        Ok(der::sequence([
            successful,
            der::element(tag::constructed(0), &bytes),
        ]))
    }

    fn data(&self) -> Vec<u8> {
        let by_key = der::element(tag::constructed(2), &der::octets(&key_hash(&self.responder)));
        let (issuer, spki, serial) = &self.about;
        let sha1 = der::sequence([der::oid(oid::SHA1), der::element(tag::NULL, &[])]);
        let certificate = der::sequence([
            sha1,
            der::octets(&hash(issuer)),
            der::octets(&key_hash(spki)),
            der::element(tag::INTEGER, serial),
        ]);
        let status = match self.status {
            Status::Good => der::element(tag::context(0), &[]),
            Status::Revoked => {
                let reason = der::element(tag::ENUMERATED, &[KEY_COMPROMISE]);
                let since = der::generalized_time(self.this_update);
                let reason = der::element(tag::constructed(0), &reason);
                der::element(tag::constructed(1), &der::concat([since, reason]))
            }
            Status::Unknown => der::element(tag::context(2), &[]),
        };
        let single = der::sequence([
            certificate,
            status,
            der::generalized_time(self.this_update),
            der::element(tag::constructed(0), &der::generalized_time(self.next_update)),
        ]);
        der::sequence([
            by_key,
            der::generalized_time(self.this_update),
            der::sequence([single]),
        ])
    }
}

/// SHA-1, which is how responders name issuers (RFC 5019 §2.1.1).
fn hash(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes)
        .as_ref()
        .to_vec()
}

/// SHA-1 of the key's bits, without algorithm, tag and length (RFC 6960 §4.1.1).
fn key_hash(spki: &[u8]) -> Vec<u8> {
    hash(key_bits(spki).unwrap_or(spki))
}

fn key_bits(spki: &[u8]) -> Result<&[u8], Fault> {
    let mut fields = single(spki, tag::SEQUENCE, "public key")?.reader();
    fields.expect(tag::SEQUENCE, "algorithm")?;
    let bits = fields.expect(tag::BIT_STRING, "key")?;
    Ok(bits.content.get(1..).unwrap_or_default())
}
