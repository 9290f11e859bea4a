//! An OCSP response about one certificate, whose every field a case may spoil. RFC 6960 §4.2.

use jiff::Timestamp;

use super::draft::Entity;
use super::revocation_list::KEY_COMPROMISE;
use super::secret::Secret;
use crate::error::{Error, Result};
use crate::pki::der::{self, tag};
use crate::pki::format::der::single;
use crate::pki::ocsp;
use crate::pki::tbs::Extension;

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
    /// What the question had in it, or should have had (§4.4.1).
    pub(super) nonce: Option<Vec<u8>>,
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
            nonce: None,
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
        let mut data = response.data(&self.responder);
        if let Some(nonce) = &self.nonce {
            data = with_nonce(&data, nonce)?;
        }
        Ok(ocsp::wrap(
            &data,
            &key.algorithm()?,
            &key.sign(&data)?,
            &self.certificates,
        ))
    }
}

/// The same ResponseData with the extension for nonces at its end, which is their place (§4.2.1).
fn with_nonce(data: &[u8], nonce: &[u8]) -> Result<Vec<u8>> {
    let data = single(data, tag::SEQUENCE, "response")
        .map_err(|e| Error::bug("a response that is none").because(e.what))?;
    let nonce = Extension::new(NONCE, der::octets(nonce)).der();
    let extensions = der::element(tag::constructed(1), &der::sequence([nonce]));
    Ok(der::sequence([data.content, &extensions]))
}

/// id-pkix-ocsp-nonce.
const NONCE: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 1, 2];
