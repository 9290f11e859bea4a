//! A certificate revocation list whose every field a case may spoil. RFC 5280 §5.

use jiff::Timestamp;

use super::draft::Entity;
use super::secret::Secret;
use crate::error::Result;
use crate::pki::crl;
use crate::pki::der;
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
        let entries = self.revoked.iter();
        let list = crl::RevocationList {
            issuer: self.issuer.clone(),
            this_update: self.this_update,
            next_update: self.next_update,
            entries: entries
                .map(|(serial, since, why)| crl::entry(serial, *since, *why))
                .collect(),
            extensions: self.extensions.clone(),
        };
        let list = list.der(&algorithm);
        Ok(signed(&list, &algorithm, &key.sign(&list)?))
    }
}
