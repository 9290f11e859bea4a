//! A certificate in the making, every field of which a case may spoil, and the entity that it becomes:
//! a signed certificate with its key, which can be a leaf or sign others.

use std::sync::Arc;

use jiff::Timestamp;

use super::secret::Secret;
use super::weak::Hash;
use crate::error::Result;
use crate::pki::der;
use crate::pki::extension;
use crate::pki::profile;
use crate::pki::tbs::{Extension, Tbs, signed};

/// A certificate that is not signed yet, with the key that it is for.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) tbs: Tbs,
    pub(crate) key: Arc<Secret>,
}

/// A signed certificate with its key.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    /// The certificate.
    pub(crate) der: Vec<u8>,
    /// Its serial number's content octets.
    pub(crate) serial: Vec<u8>,
    /// Its subject Name.
    pub(crate) name: Vec<u8>,
    /// Its key identifier, whether the certificate says so or not.
    pub(crate) key_id: Vec<u8>,
    /// Its key.
    pub(crate) key: Arc<Secret>,
}

impl Draft {
    /// Sets the time between which it holds, in the forms that RFC 5280 wants.
    pub(crate) fn valid(&mut self, from: Timestamp, to: Timestamp) {
        self.tbs.not_before = der::time(from);
        self.tbs.not_after = der::time(to);
    }

    /// Puts this extension in the place of the one with the same identifier, or at the end.
    pub(crate) fn set(&mut self, extension: Extension) {
        let place = self.tbs.extensions.iter().position(|e| e.oid == extension.oid);
        match place {
            Some(place) => self.tbs.extensions[place] = extension,
            None => self.tbs.extensions.push(extension),
        }
    }

    /// Takes an extension away.
    pub(crate) fn remove(&mut self, oid: &[u8]) {
        self.tbs.extensions.retain(|extension| extension.oid != oid);
    }

    /// Changes the extension with this identifier where there is one.
    pub(crate) fn change(&mut self, oid: &[u8], change: impl FnOnce(&mut Extension)) {
        if let Some(extension) = self.tbs.extensions.iter_mut().find(|e| e.oid == oid) {
            change(extension);
        }
    }

    /// Names itself as its issuer.
    pub(crate) fn issued_by_itself(&mut self) {
        self.tbs.issuer.clone_from(&self.tbs.subject);
        self.set(extension::authority_key_id(&profile::key_id(&self.tbs.spki)));
    }

    /// The same, named as issued by this entity.
    #[must_use]
    pub(crate) fn issued_by(mut self, issuer: &Entity) -> Self {
        self.tbs.issuer.clone_from(&issuer.name);
        self.set(extension::authority_key_id(&issuer.key_id));
        self
    }

    /// A copy, named as issued by the other, which is not signed yet either.
    pub(crate) fn crossed(&self, other: &Self) -> Self {
        let mut copy = self.clone();
        copy.tbs.issuer.clone_from(&other.tbs.subject);
        copy.set(extension::authority_key_id(&profile::key_id(&other.tbs.spki)));
        copy
    }

    /// Puts another key in the place of its own; where it is its own issuer, that stays so.
    pub(crate) fn rekey(&mut self, key: Arc<Secret>) {
        let is_root = self.tbs.issuer == self.tbs.subject;
        self.tbs.spki = key.spki();
        self.set(extension::subject_key_id(&profile::key_id(&self.tbs.spki)));
        if is_root {
            self.issued_by_itself();
            self.tbs.signature = Hash::Sha256.with_rsa();
        }
        self.key = key;
    }

    /// Signs it with the issuer's key and the algorithm that goes with that key.
    ///
    /// # Errors
    ///
    /// A refusal where nothing here signs with such a key.
    pub(crate) fn sign(self, issuer: &Secret) -> Result<Entity> {
        let (tbs, algorithm) = (self.tbs.der(), issuer.algorithm()?);
        let signature = issuer.sign(&tbs)?;
        Ok(self.finish(&tbs, &algorithm, &signature))
    }

    /// Signs it with RSA and this hash.
    ///
    /// # Errors
    ///
    /// A refusal where the issuer's key is not weak RSA.
    pub(crate) fn sign_with(mut self, hash: Hash, issuer: &Secret) -> Result<Entity> {
        let algorithm = hash.with_rsa();
        self.tbs.signature.clone_from(&algorithm);
        let tbs = self.tbs.der();
        let signature = issuer.sign_with(hash, &tbs)?;
        Ok(self.finish(&tbs, &algorithm, &signature))
    }

    /// Puts these octets, this algorithm and this signature together, whether they fit or not.
    pub(crate) fn finish(self, tbs: &[u8], algorithm: &[u8], signature: &[u8]) -> Entity {
        Entity {
            der: signed(tbs, algorithm, signature),
            key_id: profile::key_id(&self.tbs.spki),
            serial: self.tbs.serial,
            name: self.tbs.subject,
            key: self.key,
        }
    }
}
