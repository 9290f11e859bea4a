//! A certificate before it is signed, as plain fields that can all be set to anything: the one writer
//! behind good certificates and deliberately broken ones. Decides nothing; `profile` knows what is
//! right. RFC 5280 §4.1.

use jiff::Timestamp;

use super::der::{self, tag};
use super::key::Key;
use crate::error::Result;

/// The fields of a certificate, in their order, each already encoded where its encoding can vary.
#[derive(Clone, Debug)]
pub(crate) struct Tbs {
    /// The version number as encoded (2 is v3); `None` leaves the field out, which is v1.
    pub(crate) version: Option<u8>,
    /// The content octets of the serial number.
    pub(crate) serial: Vec<u8>,
    /// The AlgorithmIdentifier inside; the one outside is given when it is signed.
    pub(crate) signature: Vec<u8>,
    /// The issuer's Name, octet for octet.
    pub(crate) issuer: Vec<u8>,
    /// notBefore, as a complete Time element.
    pub(crate) not_before: Vec<u8>,
    /// notAfter, as a complete Time element.
    pub(crate) not_after: Vec<u8>,
    /// The subject's Name, octet for octet.
    pub(crate) subject: Vec<u8>,
    /// The SubjectPublicKeyInfo.
    pub(crate) spki: Vec<u8>,
    /// The extensions in the order they are written; none leaves the field out.
    pub(crate) extensions: Vec<Extension>,
}

/// An extension as it is written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Extension {
    /// The content octets of its object identifier.
    pub(crate) oid: Vec<u8>,
    /// Whether who does not know it must refuse.
    pub(crate) critical: bool,
    /// What is inside the OCTET STRING.
    pub(crate) value: Vec<u8>,
}

/// From when to when, both included.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Validity {
    pub(crate) not_before: Timestamp,
    pub(crate) not_after: Timestamp,
}

impl Tbs {
    /// The TBSCertificate.
    pub(crate) fn der(&self) -> Vec<u8> {
        let version = self
            .version
            .map(|number| der::element(tag::constructed(0), &der::element(tag::INTEGER, &[number])));
        let extensions = (!self.extensions.is_empty()).then(|| {
            der::element(
                tag::constructed(3),
                &der::sequence(self.extensions.iter().map(Extension::der)),
            )
        });
        der::sequence([
            version.unwrap_or_default(),
            der::element(tag::INTEGER, &self.serial),
            self.signature.clone(),
            self.issuer.clone(),
            der::sequence([&self.not_before, &self.not_after]),
            self.subject.clone(),
            self.spki.clone(),
            extensions.unwrap_or_default(),
        ])
    }

    /// The certificate, signed by `key` with the algorithm that the key goes with.
    ///
    /// # Errors
    ///
    /// A refusal where nothing here signs with such a key.
    pub(crate) fn sign(&self, key: &Key) -> Result<Vec<u8>> {
        let tbs = self.der();
        let signature = key.sign(&tbs)?;
        Ok(signed(&tbs, &key.signature()?.identifier(), &signature))
    }
}

impl Extension {
    /// An extension that may be ignored.
    pub(crate) fn new(oid: &[u8], value: Vec<u8>) -> Self {
        Self {
            oid: oid.to_vec(),
            critical: false,
            value,
        }
    }

    /// The same, where `critical` as one that may not.
    #[must_use]
    pub(crate) fn critical_if(mut self, critical: bool) -> Self {
        self.critical = critical;
        self
    }

    /// The Extension element.
    pub(crate) fn der(&self) -> Vec<u8> {
        let critical = if self.critical {
            der::boolean_true()
        } else {
            Vec::new()
        };
        der::sequence([der::oid(&self.oid), critical, der::octets(&self.value)])
    }
}

/// What certificates, requests and CRLs have in common: content, algorithm, signature.
pub(crate) fn signed(content: &[u8], algorithm: &[u8], signature: &[u8]) -> Vec<u8> {
    der::sequence([content, algorithm, &der::bits(signature)])
}
