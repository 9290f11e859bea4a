//! An OCSP response about one certificate, whose every field a case may spoil. RFC 6960 §4.2.

use jiff::Timestamp;

use super::draft::Entity;
use super::revocation_list::KEY_COMPROMISE;
use super::secret::Secret;
use crate::error::Result;
use crate::pki::ocsp;

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
        let (issuer, spki, serial) = self.about.clone();
        let response = ocsp::Response {
            about: ocsp::About { issuer, spki, serial },
            status: match self.status {
                Status::Good => ocsp::Status::Good,
                Status::Revoked => ocsp::Status::Revoked(self.this_update, KEY_COMPROMISE),
                Status::Unknown => ocsp::Status::Unknown,
            },
            produced: self.this_update,
            this_update: self.this_update,
            next_update: self.next_update,
            certificates: Vec::new(),
        };
        let data = response.data(&self.responder);
        Ok(ocsp::wrap(
            &data,
            &key.algorithm()?,
            &key.sign(&data)?,
            &self.certificates,
        ))
    }
}
