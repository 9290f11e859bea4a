//! A certificate revocation list whose every field a case may spoil. RFC 5280 §5.

use jiff::Timestamp;

use super::draft::Entity;
use super::secret::Secret;
use crate::error::Result;
use crate::pki::der::{self, tag};
use crate::pki::extension;
use crate::pki::oid;
use crate::pki::tbs::{Extension, signed};

/// keyCompromise, RFC 5280 §5.3.1.
pub(super) const KEY_COMPROMISE: u8 = 1;

/// A list that is not signed yet.
#[derive(Clone, Debug)]
pub(super) struct RevocationList {
    pub(super) issuer: Vec<u8>,
    pub(super) this_update: Timestamp,
    pub(super) next_update: Timestamp,
    /// Serial numbers' content octets, since when they are revoked, and the reason's code.
    pub(super) revoked: Vec<(Vec<u8>, Timestamp, u8)>,
    pub(super) extensions: Vec<Extension>,
}

impl RevocationList {
    /// A good, empty list of `issuer` from an hour ago to a month from now.
    pub(super) fn new(issuer: &Entity, from: Timestamp, to: Timestamp) -> Self {
        let number = Extension::new(oid::CRL_NUMBER, der::integer(&[1]));
        Self {
            issuer: issuer.name.clone(),
            this_update: from,
            next_update: to,
            revoked: Vec::new(),
            extensions: vec![extension::authority_key_id(&issuer.key_id), number],
        }
    }

    /// The same with this certificate revoked for a compromised key.
    #[must_use]
    pub(super) fn revoking(mut self, entity: &Entity) -> Self {
        self.revoked
            .push((entity.serial.clone(), self.this_update, KEY_COMPROMISE));
        self
    }

    /// Signs it.
    ///
    /// # Errors
    ///
    /// A refusal where nothing here signs with such a key.
    pub(super) fn sign(&self, key: &Secret) -> Result<Vec<u8>> {
        let algorithm = key.algorithm()?;
        let list = self.der(&algorithm);
        Ok(signed(&list, &algorithm, &key.sign(&list)?))
    }

    fn der(&self, algorithm: &[u8]) -> Vec<u8> {
        let entries = if self.revoked.is_empty() {
            Vec::new()
        } else {
            der::sequence(self.revoked.iter().map(entry))
        };
        let extensions = der::sequence(self.extensions.iter().map(Extension::der));
        der::sequence([
            &der::integer(&[1])[..],
            algorithm,
            &self.issuer,
            &der::time(self.this_update),
            &der::time(self.next_update),
            &entries,
            &der::element(tag::constructed(0), &extensions),
        ])
    }
}

fn entry((serial, since, reason): &(Vec<u8>, Timestamp, u8)) -> Vec<u8> {
    let reason = Extension::new(oid::CRL_REASON, der::element(tag::ENUMERATED, &[*reason]));
    der::sequence([
        der::element(tag::INTEGER, serial),
        der::time(*since),
        der::sequence([reason.der()]),
    ])
}
