//! A certificate revocation list whose every field a case may spoil. RFC 5280 §5.

use jiff::Timestamp;

use super::draft::Entity;
use super::part;
use super::secret::Secret;
use crate::error::Result;
use crate::pki::crl;
use crate::pki::der::{self, tag};
use crate::pki::extension;
use crate::pki::oid;
use crate::pki::tbs::{Extension, signed};

/// Reasons of RFC 5280 §5.3.1.
pub(super) const KEY_COMPROMISE: u8 = 1;
const CERTIFICATE_HOLD: u8 = 6;
const REMOVE_FROM_CRL: u8 = 8;

/// A list that is not signed yet.
#[derive(Clone, Debug)]
pub(super) struct RevocationList {
    pub(super) issuer: Vec<u8>,
    pub(super) this_update: Timestamp,
    pub(super) next_update: Timestamp,
    /// The entries, encoded.
    entries: Vec<Vec<u8>>,
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
            entries: Vec::new(),
            extensions: vec![extension::authority_key_id(&issuer.key_id), number],
        }
    }

    /// The same with this certificate revoked for a compromised key.
    #[must_use]
    pub(super) fn revoking(self, entity: &Entity) -> Self {
        self.with(entity, KEY_COMPROMISE)
    }

    /// The same with so many short serial numbers, which nobody here has, revoked.
    #[must_use]
    pub(super) fn revoking_others(mut self, count: u16) -> Self {
        let others = (0..count).map(|n| {
            let [high, low] = n.to_be_bytes();
            crl::entry(&[1, high, low], self.this_update, KEY_COMPROMISE)
        });
        self.entries.extend(others);
        self
    }

    /// The same with this certificate on hold.
    #[must_use]
    pub(super) fn holding(self, entity: &Entity) -> Self {
        self.with(entity, CERTIFICATE_HOLD)
    }

    /// The same, a delta, with this certificate taken off hold.
    #[must_use]
    pub(super) fn releasing(self, entity: &Entity) -> Self {
        self.with(entity, REMOVE_FROM_CRL)
    }

    fn with(mut self, entity: &Entity, reason: u8) -> Self {
        let entry = crl::entry(&entity.serial, self.this_update, reason);
        self.entries.push(entry);
        self
    }

    /// The same, indirect, with a certificate of another issuer revoked (§5.3.3).
    #[must_use]
    pub(super) fn revoking_of(mut self, issuer: &Entity, entity: &Entity) -> Self {
        let names = der::sequence([part::directory(&issuer.name)]);
        let of = Extension::new(oid::CERTIFICATE_ISSUER, names).critical_if(true);
        let entry = crl::entry_with(&entity.serial, self.this_update, &[of]);
        self.entries.push(entry);
        self
    }

    /// The same, saying that a delta to it is found at this URL, or where there is none under its issuer's
    /// name (§5.2.6).
    #[must_use]
    pub(super) fn with_deltas(mut self, url: Option<&str>) -> Self {
        let place = match url {
            Some(url) => part::general(part::URI, url),
            None => part::directory(&self.issuer),
        };
        self.extensions.push(part::deltas_at(&place));
        self
    }

    /// What has changed since the first list, which has the number 1 (§5.2.4).
    #[must_use]
    pub(super) fn delta(mut self) -> Self {
        self.extensions
            .retain(|extension| extension.oid != oid::CRL_NUMBER);
        let base = Extension::new(oid::DELTA_CRL_INDICATOR, der::integer(&[1])).critical_if(true);
        let number = Extension::new(oid::CRL_NUMBER, der::integer(&[2]));
        self.extensions.extend([number, base]);
        self
    }

    /// The same, about certificates of other issuers too (§5.2.5).
    #[must_use]
    pub(super) fn indirect(mut self) -> Self {
        let scope = der::sequence([der::element(tag::context(4), &[0xff])]);
        let scope = Extension::new(oid::ISSUING_DISTRIBUTION_POINT, scope).critical_if(true);
        self.extensions.push(scope);
        self
    }

    /// Signs it.
    ///
    /// # Errors
    ///
    /// A refusal where nothing here signs with such a key.
    pub(super) fn sign(&self, key: &Secret) -> Result<Vec<u8>> {
        let algorithm = key.algorithm()?;
        let list = crl::RevocationList {
            issuer: self.issuer.clone(),
            this_update: self.this_update,
            next_update: self.next_update,
            entries: self.entries.clone(),
            extensions: self.extensions.clone(),
        };
        let list = list.der(&algorithm);
        Ok(signed(&list, &algorithm, &key.sign(&list)?))
    }
}
