//! A certificate revocation list as it was received (RFC 5280 §5): who issued it, for what, until when, and
//! which serial numbers it names. Judging it is `revocation`'s business.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::pki::cert::{Signature, signature};
use crate::pki::dn::Name;
use crate::pki::extensions::{
    AuthorityKeyId, Extension, PointName, authority_key_id, body, point_name, read_one, whole,
};
use crate::pki::format::der::{Reader, Tlv, single, tag};
use crate::pki::general_name::GeneralName;
use crate::pki::oid;
use crate::pki::primitive::{Read, boolean, integer, named_bits, small, time};

/// A revocation list; cheap to clone.
#[derive(Clone)]
pub(crate) struct Crl(Arc<Inner>);

struct Inner {
    der: Box<[u8]>,
    tbs: Range<usize>,
    issuer: Name,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    entries: HashMap<Box<[u8]>, Vec<Entry>>,
    extensions: Extensions,
    signature: Signature,
    fault: Option<String>,
}

/// What a list says about one certificate.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) revoked_at: Timestamp,
    /// The reason code of RFC 5280 §5.3.1; 0 where none is given.
    pub(crate) reason: u32,
    /// Who issued the certificate, where that is not the list's issuer (§5.3.3).
    pub(crate) certificate_issuer: Option<Arc<Vec<GeneralName>>>,
    /// A critical extension that is unknown.
    pub(crate) unknown: bool,
}

/// The extensions of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extensions {
    pub(crate) all: Vec<Extension>,
    pub(crate) authority_key_id: Option<AuthorityKeyId>,
    pub(crate) number: Option<Box<[u8]>>,
    /// The number of the list that this one is the difference to.
    pub(crate) delta_base: Option<Box<[u8]>>,
    pub(crate) scope: Option<Scope>,
}

/// Which certificates a list is about (issuing§5.2.5).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Scope {
    pub(crate) name: Option<PointName>,
    pub(crate) only_users: bool,
    pub(crate) only_cas: bool,
    pub(crate) only_attributes: bool,
    pub(crate) reasons: Option<u16>,
    pub(crate) indirect: bool,
}

impl Crl {
    /// Reads one list, with nothing after it.
    ///
    /// # Errors
    ///
    /// An input error naming the byte, where it is no revocation list.
    pub(crate) fn parse(der: &[u8]) -> Result<Self> {
        read(der)
            .map(|inner| Self(Arc::new(inner)))
            .map_err(|fault| Error::input("this is not a certificate revocation list").because(fault))
    }

    /// The part that is signed.
    pub(crate) fn tbs(&self) -> &[u8] {
        &self.0.der[self.0.tbs.clone()]
    }

    pub(crate) fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    pub(crate) fn this_update(&self) -> Timestamp {
        self.0.this_update
    }

    pub(crate) fn next_update(&self) -> Option<Timestamp> {
        self.0.next_update
    }

    pub(crate) fn signature(&self) -> &Signature {
        &self.0.signature
    }

    pub(crate) fn extensions(&self) -> &Extensions {
        &self.0.extensions
    }

    /// What departs from RFC 5280 so far that the list cannot be relied on.
    pub(crate) fn fault(&self) -> Option<&str> {
        self.0.fault.as_deref()
    }

    /// Whether it is only the difference to another (§5.2.4).
    pub(crate) fn is_delta(&self) -> bool {
        self.0.extensions.delta_base.is_some()
    }

    /// The entry for the certificate with this serial number by this issuer.
    pub(crate) fn entry(&self, serial: &[u8], issuer: &Name) -> Option<&Entry> {
        let by_issuer = |entry: &&Entry| match &entry.certificate_issuer {
            Some(names) => names
                .iter()
                .any(|name| matches!(name, GeneralName::Directory(name) if name.same(issuer))),
            None => self.issuer().same(issuer),
        };
        self.0.entries.get(serial)?.iter().find(by_issuer)
    }

    /// Whether some entry, for whatever certificate, has a critical extension that is unknown.
    pub(crate) fn has_unknown_entry(&self) -> bool {
        self.0.entries.values().flatten().any(|entry| entry.unknown)
    }
}

impl fmt::Debug for Crl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Crl(by {:?} of {})", self.issuer(), self.this_update())
    }
}

fn read(der: &[u8]) -> Read<Inner> {
    let list = single(der, tag::SEQUENCE, "a revocation list")?;
    let mut outer = list.reader();
    let tbs = outer.expect(tag::SEQUENCE, "the signed part of a revocation list")?;
    let (signature, outer_algorithm) = signature(&mut outer)?;
    let mut reader = tbs.reader();
    let version = reader
        .optional(tag::INTEGER)?
        .map(|field| small(&field))
        .transpose()?;
    let inner_algorithm = reader.expect(tag::SEQUENCE, "the signature's algorithm")?;
    let issuer = Name::read(&reader.expect(tag::SEQUENCE, "the issuer")?)?;
    let this_update = time(&reader.any()?)?;
    let next_update = next_update(&mut reader)?;
    let entries = match reader.optional(tag::SEQUENCE)? {
        Some(list) => entries(&list)?,
        None => HashMap::new(),
    };
    let extensions = match reader.optional(tag::constructed(0))? {
        Some(field) => extensions(&single(field.content, tag::SEQUENCE, "the extensions")?)?,
        None => Extensions::default(),
    };
    let fault = [
        (
            inner_algorithm.full != outer_algorithm,
            "another signature algorithm inside than outside",
        ),
        (!reader.is_empty() || !outer.is_empty(), "something after the end"),
        (
            version != Some(1) && !extensions.all.is_empty(),
            "extensions in a list that is not of version 2",
        ),
    ];
    Ok(Inner {
        tbs: tbs.offset..tbs.offset + tbs.full.len(),
        der: der.into(),
        issuer,
        this_update,
        next_update,
        entries,
        extensions,
        signature,
        fault: fault
            .iter()
            .find(|(is, _)| *is)
            .map(|(_, what)| (*what).to_owned()),
    })
}

fn next_update(reader: &mut Reader<'_>) -> Read<Option<Timestamp>> {
    let utc = reader.optional(tag::UTC_TIME)?;
    let field = match utc {
        Some(field) => Some(field),
        None => reader.optional(tag::GENERALIZED_TIME)?,
    };
    field.as_ref().map(time).transpose()
}

fn entries(list: &Tlv<'_>) -> Read<HashMap<Box<[u8]>, Vec<Entry>>> {
    let mut entries: HashMap<Box<[u8]>, Vec<Entry>> = HashMap::new();
    let mut issuer = None;
    for item in list.children()? {
        let (serial, entry) = entry(&item, &mut issuer)?;
        entries.entry(serial).or_default().push(entry);
    }
    Ok(entries)
}

/// One entry; the issuer it names holds for those after it too (§5.3.3).
fn entry(item: &Tlv<'_>, issuer: &mut Option<Arc<Vec<GeneralName>>>) -> Read<(Box<[u8]>, Entry)> {
    let mut reader = item.reader();
    let serial = reader.expect(tag::INTEGER, "a serial number")?;
    let revoked_at = time(&reader.any()?)?;
    let mut entry = Entry {
        revoked_at,
        reason: 0,
        certificate_issuer: None,
        unknown: false,
    };
    if let Some(extensions) = reader.optional(tag::SEQUENCE)? {
        for extension in extensions.children()? {
            let (extension, octets) = read_one(&extension)?;
            match extension.oid.octets() {
                oid::CRL_REASON => entry.reason = small(&whole(&octets, tag::ENUMERATED)?)?,
                oid::INVALIDITY_DATE => {}
                oid::CERTIFICATE_ISSUER => *issuer = Some(Arc::new(GeneralName::read_all(&body(&octets)?)?)),
                _ => entry.unknown |= extension.critical,
            }
        }
    }
    entry.certificate_issuer.clone_from(issuer);
    Ok((serial.content.into(), entry))
}

fn extensions(sequence: &Tlv<'_>) -> Read<Extensions> {
    let mut this = Extensions::default();
    for item in sequence.children()? {
        let (extension, octets) = read_one(&item)?;
        match extension.oid.octets() {
            oid::AUTHORITY_KEY_ID => this.authority_key_id = Some(authority_key_id(&body(&octets)?)?),
            oid::CRL_NUMBER => this.number = Some(integer(&whole(&octets, tag::INTEGER)?)?.into()),
            oid::DELTA_CRL_INDICATOR => {
                this.delta_base = Some(integer(&whole(&octets, tag::INTEGER)?)?.into());
            }
            oid::ISSUING_DISTRIBUTION_POINT => this.scope = Some(scope(&body(&octets)?)?),
            _ => {}
        }
        this.all.push(extension);
    }
    Ok(this)
}

fn scope(sequence: &Tlv<'_>) -> Read<Scope> {
    let mut reader = sequence.reader();
    let name = reader.optional(tag::constructed(0))?;
    let flag = |reader: &mut Reader<'_>, number| -> Read<bool> {
        reader
            .optional(tag::context(number))?
            .as_ref()
            .map_or(Ok(false), boolean)
    };
    let only_users = flag(&mut reader, 1)?;
    let only_cas = flag(&mut reader, 2)?;
    let reasons = reader.optional(tag::context(3))?;
    let indirect = flag(&mut reader, 4)?;
    let only_attributes = flag(&mut reader, 5)?;
    Ok(Scope {
        name: name.as_ref().map(point_name).transpose()?,
        only_users,
        only_cas,
        only_attributes,
        reasons: reasons.as_ref().map(named_bits).transpose()?,
        indirect,
    })
}
