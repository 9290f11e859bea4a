//! The writing of certificate revocation lists (RFC 5280 §5), and what it takes to go on with one that
//! there is: its number and its entries, kept octet for octet. Reading a list to judge certificates by
//! it is `verify::crl`'s.

use jiff::Timestamp;

use super::cert::Cert;
use super::der::{self, tag};
use super::format::der::{Tlv, single};
use super::issue::Issuer;
use super::oid;
use super::primitive::Read;
use super::tbs::{Extension, signed};
use super::{extension, verify};
use crate::error::{Error, Result};

/// The reasons for a revocation, with their codes (§5.3.1), but for the one that takes an entry away.
pub(crate) const ALL: &[(u8, &str)] = &[
    (0, "unspecified"),
    (1, "key-compromise"),
    (2, "ca-compromise"),
    (3, "affiliation-changed"),
    (4, "superseded"),
    (5, "cessation-of-operation"),
    (6, "certificate-hold"),
    (9, "privilege-withdrawn"),
    (10, "aa-compromise"),
];

/// A list before it is signed.
#[derive(Clone, Debug)]
pub(crate) struct RevocationList {
    /// The issuer's Name, octet for octet.
    pub(crate) issuer: Vec<u8>,
    pub(crate) this_update: Timestamp,
    pub(crate) next_update: Timestamp,
    /// As [`entry`] makes them.
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) extensions: Vec<Extension>,
}

/// What a list that there is says, to be gone on with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Former {
    /// Its number's octets; none for a list without one.
    pub(crate) number: Vec<u8>,
    pub(crate) entries: Vec<Vec<u8>>,
    serials: Vec<Vec<u8>>,
    list: Option<verify::crl::Crl>,
}

impl RevocationList {
    /// An empty list of `issuer` with this number.
    pub(crate) fn new(
        issuer: &Issuer<'_>,
        number: &[u8],
        this_update: Timestamp,
        next_update: Timestamp,
    ) -> Self {
        Self {
            issuer: issuer.name.to_vec(),
            this_update,
            next_update,
            entries: Vec::new(),
            extensions: vec![
                extension::authority_key_id(issuer.key_id),
                Extension::new(oid::CRL_NUMBER, der::integer(number)),
            ],
        }
    }

    /// The TBSCertList.
    pub(crate) fn der(&self, algorithm: &[u8]) -> Vec<u8> {
        // An empty list of entries is left out (§5.1.2.6).
        let entries = if self.entries.is_empty() {
            Vec::new()
        } else {
            der::sequence(&self.entries)
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

    /// The list, signed.
    ///
    /// # Errors
    ///
    /// A refusal where nothing here signs with such a key.
    pub(crate) fn sign(&self, issuer: &Issuer<'_>) -> Result<Vec<u8>> {
        let algorithm = issuer.key.signature()?.identifier();
        let list = self.der(&algorithm);
        Ok(signed(&list, &algorithm, &issuer.key.sign(&list)?))
    }
}

/// An entry: the serial number's content octets, since when, and why. `unspecified` is left out (§5.3.1).
pub(crate) fn entry(serial: &[u8], since: Timestamp, reason: u8) -> Vec<u8> {
    let code = Extension::new(oid::CRL_REASON, der::element(tag::ENUMERATED, &[reason]));
    entry_with(serial, since, (reason != 0).then_some(code).as_slice())
}

/// An entry with these extensions; without any, their list is left out too (§5.1).
pub(crate) fn entry_with(serial: &[u8], since: Timestamp, extensions: &[Extension]) -> Vec<u8> {
    let extensions = match extensions {
        [] => Vec::new(),
        some => der::sequence(some.iter().map(Extension::der)),
    };
    der::sequence([der::element(tag::INTEGER, serial), der::time(since), extensions])
}

impl Former {
    /// Reads a list, which must be by `issuer`.
    ///
    /// # Errors
    ///
    /// An input error where it is no list; a refusal where it is another's.
    pub(crate) fn read(list: &[u8], issuer: &Issuer<'_>) -> Result<Self> {
        let known = verify::crl::Crl::parse(list)?;
        if known.issuer().raw() != issuer.name {
            return Err(Error::refused("the revocation list is another CA's")
                .because(format!("its issuer is `{}`", known.issuer().short())));
        }
        let entries =
            entries(list).map_err(|fault| Error::input("the revocation list is damaged").because(fault))?;
        Ok(Self {
            number: known
                .extensions()
                .number
                .as_deref()
                .map(<[u8]>::to_vec)
                .unwrap_or_default(),
            serials: entries.iter().map(|(serial, _)| serial.clone()).collect(),
            entries: entries.into_iter().map(|(_, entry)| entry).collect(),
            list: Some(known),
        })
    }

    /// The number of the list after it.
    pub(crate) fn next_number(&self) -> Vec<u8> {
        let mut number = self.number.clone();
        for octet in number.iter_mut().rev() {
            *octet = octet.wrapping_add(1);
            if *octet != 0 {
                return number;
            }
        }
        [&[1][..], &number].concat()
    }

    /// Since when a certificate is revoked, and the code of the reason.
    pub(crate) fn revocation(&self, cert: &Cert) -> Option<(Timestamp, u8)> {
        let entry = self.list.as_ref()?.entry(cert.serial(), cert.issuer())?;
        Some((entry.revoked_at, u8::try_from(entry.reason).unwrap_or(0)))
    }

    /// Whether a serial number is on it.
    pub(crate) fn has(&self, serial: &[u8]) -> bool {
        self.serials.iter().any(|known| known == serial)
    }
}

/// Each entry with its serial number.
fn entries(list: &[u8]) -> Read<Vec<(Vec<u8>, Vec<u8>)>> {
    let mut outer = single(list, tag::SEQUENCE, "a revocation list")?.reader();
    let mut fields = outer.expect(tag::SEQUENCE, "the signed part")?.reader();
    fields.optional(tag::INTEGER)?;
    fields.expect(tag::SEQUENCE, "the algorithm")?;
    fields.expect(tag::SEQUENCE, "the issuer")?;
    fields.any()?;
    for time in [tag::UTC_TIME, tag::GENERALIZED_TIME] {
        fields.optional(time)?;
    }
    let Some(list) = fields.optional(tag::SEQUENCE)? else {
        return Ok(Vec::new());
    };
    let pair = |entry: &Tlv<'_>| {
        let serial = entry.reader().expect(tag::INTEGER, "a serial number")?;
        Ok((serial.content.to_vec(), entry.full.to_vec()))
    };
    list.children()?.iter().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_up_by_one() {
        let after = |number: &[u8]| {
            Former {
                number: number.to_vec(),
                ..Former::default()
            }
            .next_number()
        };
        assert_eq!(after(&[]), [1]);
        assert_eq!(after(&[1]), [2]);
        assert_eq!(after(&[0, 0xff]), [1, 0]);
        assert_eq!(after(&[0xff, 0xff]), [1, 0, 0]);
    }
}
