//! A certificate as it was received (RFC 5280 §4.1): cheap to clone, never judged here. What can still be
//! read is read, and what deviates is noted as a fault, so that `inspect` can show what strict parsers
//! refuse as a whole while verification refuses it with a reason. Names in it are data, never trusted.
//! (x509-parser drops the whole certificate over one odd time, and keeps neither names nor extensions as
//! they were encoded; it serves as the second opinion in the tests.)

use std::fmt;
use std::hash::{Hash, Hasher};
use std::net::IpAddr;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use super::dn::Name;
use super::extensions::Extensions;
use super::format::der::{Fault, Reader, Tlv, single, tag};
use super::general_name::GeneralName;
use super::oid;
use super::primitive::{Oid, Read, integer, lenient_time, object_id, whole_bits};
use super::public_key::PublicKey;
use crate::error::{Error, Result};

/// A certificate.
#[derive(Clone)]
pub(crate) struct Cert(Arc<Inner>);

struct Inner {
    der: Box<[u8]>,
    tbs: Range<usize>,
    /// 1, 2 or 3 as people count them.
    version: u32,
    serial: Box<[u8]>,
    issuer: Name,
    subject: Name,
    not_before: Timestamp,
    not_after: Timestamp,
    odd_time: bool,
    public_key: PublicKey,
    signature: Signature,
    extensions: Extensions,
    faults: Vec<Fault>,
    fingerprint: OnceLock<[u8; 32]>,
}

/// A signature with its algorithm.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    /// The algorithm's identifier.
    pub(crate) algorithm: Oid,
    /// The algorithm's parameters, as encoded; empty where absent.
    pub(crate) parameters: Box<[u8]>,
    /// The signature itself.
    pub(crate) value: Box<[u8]>,
}

impl Cert {
    /// Reads one certificate, with nothing after it.
    ///
    /// # Errors
    ///
    /// An input error naming the byte, where it is too broken to be called a certificate.
    pub(crate) fn parse(der: &[u8]) -> Result<Self> {
        read(der)
            .map(|inner| Self(Arc::new(inner)))
            .map_err(|fault| Error::input("this is not a certificate").because(fault))
    }

    /// The whole certificate as received.
    pub(crate) fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// The part that is signed.
    pub(crate) fn tbs(&self) -> &[u8] {
        &self.0.der[self.0.tbs.clone()]
    }

    /// 1, 2 or 3.
    pub(crate) fn version(&self) -> u32 {
        self.0.version
    }

    /// The serial number's content octets: signed, most significant first.
    pub(crate) fn serial(&self) -> &[u8] {
        &self.0.serial
    }

    /// Who issued it, by its own word.
    pub(crate) fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// Whom it is about.
    pub(crate) fn subject(&self) -> &Name {
        &self.0.subject
    }

    /// The first moment at which it is valid.
    pub(crate) fn not_before(&self) -> Timestamp {
        self.0.not_before
    }

    /// The last moment at which it is valid.
    pub(crate) fn not_after(&self) -> Timestamp {
        self.0.not_after
    }

    /// Whether a time is in another of the two forms than the year asks for (RFC 5280 §4.1.2.5).
    pub(crate) fn has_odd_time(&self) -> bool {
        self.0.odd_time
    }

    /// The key that it certifies.
    pub(crate) fn public_key(&self) -> &PublicKey {
        &self.0.public_key
    }

    /// The SubjectPublicKeyInfo's DER.
    pub(crate) fn spki(&self) -> &[u8] {
        self.0.public_key.spki()
    }

    /// The issuer's signature over [`Cert::tbs`].
    pub(crate) fn signature(&self) -> &Signature {
        &self.0.signature
    }

    /// Its extensions.
    pub(crate) fn extensions(&self) -> &Extensions {
        &self.0.extensions
    }

    /// Where it departs from RFC 5280 so far that strict parsers refuse it, but for its extensions.
    pub(crate) fn faults(&self) -> &[Fault] {
        &self.0.faults
    }

    /// The alternative names; none where there is no such extension.
    pub(crate) fn sans(&self) -> &[GeneralName] {
        self.0.extensions.subject_alt_name.as_deref().unwrap_or_default()
    }

    /// The DNS names among the alternative names, as written.
    pub(crate) fn dns_names(&self) -> impl Iterator<Item = &str> {
        self.sans().iter().filter_map(|name| match name {
            GeneralName::Dns(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// The addresses among the alternative names.
    pub(crate) fn ip_addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.sans().iter().filter_map(GeneralName::ip)
    }

    /// Whether basic constraints say that it is a CA.
    pub(crate) fn is_ca(&self) -> bool {
        self.0.extensions.basic_constraints.is_some_and(|basic| basic.ca)
    }

    /// Whether subject and issuer are the same name (RFC 5280 §3.2): a root, or a CA's own rollover.
    pub(crate) fn is_self_issued(&self) -> bool {
        self.subject().same(self.issuer())
    }

    /// Where the issuer's certificate can be had, by the certificate's own word (AIA caIssuers).
    pub(crate) fn issuer_urls(&self) -> impl Iterator<Item = &str> {
        let all = self.0.extensions.aia.as_deref().unwrap_or_default();
        all.iter().filter_map(|(kind, location)| match location {
            GeneralName::Uri(url) if kind.is(oid::ACCESS_CA_ISSUERS) => Some(url.as_str()),
            _ => None,
        })
    }

    /// SHA-256 of the whole certificate.
    pub(crate) fn fingerprint(&self) -> &[u8; 32] {
        self.0.fingerprint.get_or_init(|| sha256(&self.0.der))
    }

    /// What people know it by: the subject's common name, else the first alternative name, else the name.
    pub(crate) fn label(&self) -> String {
        match (self.subject().is_empty(), self.sans().first()) {
            (true, Some(name)) => name.to_string(),
            _ => self.subject().short(),
        }
    }
}

impl PartialEq for Cert {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.der() == other.der()
    }
}

impl Eq for Cert {}

impl Hash for Cert {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.der().hash(state);
    }
}

impl fmt::Debug for Cert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cert({:?} by {:?})", self.subject(), self.issuer())
    }
}

/// Reads an AlgorithmIdentifier into its identifier and the encoding of its parameters.
pub(crate) fn algorithm<'a>(sequence: &Tlv<'a>) -> Read<(Oid, &'a [u8])> {
    let mut reader = sequence.reader();
    let kind = object_id(&reader.expect(tag::OID, "an algorithm's identifier")?)?;
    let parameters = reader.rest();
    if !parameters.is_empty() {
        reader.any()?;
    }
    if !reader.is_empty() {
        return Err(sequence.fault("an algorithm with more than one set of parameters"));
    }
    Ok((kind, parameters))
}

/// Reads the algorithm and the value at the end of everything that is signed. A value that is not whole
/// octets is empty: no key made it.
pub(crate) fn signature(reader: &mut Reader<'_>) -> Read<(Signature, Vec<u8>)> {
    let outer = reader.expect(tag::SEQUENCE, "the signature's algorithm")?;
    let value = reader.expect(tag::BIT_STRING, "the signature")?;
    let (kind, parameters) = algorithm(&outer)?;
    let signature = Signature {
        algorithm: kind,
        parameters: parameters.into(),
        value: whole_bits(&value).unwrap_or_default().into(),
    };
    Ok((signature, outer.full.to_vec()))
}

/// SHA-256 of `bytes`.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    digest.as_ref().try_into().expect("SHA-256 is 32 octets")
}

fn read(der: &[u8]) -> Read<Inner> {
    let certificate = single(der, tag::SEQUENCE, "a certificate")?;
    let mut outer = certificate.reader();
    let tbs = outer.expect(tag::SEQUENCE, "the signed part of a certificate")?;
    let (signature, outer_algorithm) = signature(&mut outer)?;
    if !outer.is_empty() {
        return Err(certificate.fault("a certificate with something after its signature"));
    }
    let mut faults = Vec::new();
    let mut reader = tbs.reader();
    let version = version(&mut reader, &mut faults)?;
    let serial = reader.expect(tag::INTEGER, "the serial number")?;
    faults.extend(integer(&serial).err());
    let inner_algorithm = reader.expect(tag::SEQUENCE, "the signature's algorithm")?;
    if inner_algorithm.full != outer_algorithm {
        faults.push(
            inner_algorithm.fault("another signature algorithm inside than outside (RFC 5280 §4.1.1.2)"),
        );
    }
    let issuer = Name::read(&reader.expect(tag::SEQUENCE, "the issuer")?)?;
    let ((not_before, not_after), odd_time) =
        validity(&reader.expect(tag::SEQUENCE, "the validity")?, &mut faults)?;
    let subject = Name::read(&reader.expect(tag::SEQUENCE, "the subject")?)?;
    if issuer.is_hollow() || subject.is_hollow() {
        faults.push(tbs.fault("a relative distinguished name without attributes (RFC 5280 §4.1.2.4)"));
    }
    let public_key = PublicKey::read(&reader.expect(tag::SEQUENCE, "the public key")?)?;
    let extensions = tail(&mut reader, &tbs, version, &mut faults)?;
    Ok(Inner {
        tbs: tbs.offset..tbs.offset + tbs.full.len(),
        der: der.into(),
        version,
        serial: serial.content.into(),
        issuer,
        subject,
        not_before,
        not_after,
        odd_time,
        public_key,
        signature,
        extensions,
        faults,
        fingerprint: OnceLock::new(),
    })
}

fn version(reader: &mut Reader<'_>, faults: &mut Vec<Fault>) -> Read<u32> {
    let Some(field) = reader.optional(tag::constructed(0))? else {
        return Ok(1);
    };
    let number = single(field.content, tag::INTEGER, "the version")?;
    match number.content {
        [n @ 1..=2] => return Ok(u32::from(*n) + 1),
        [0] => faults.push(field.fault("version 1, which DER leaves out (X.690 §11.5)")),
        _ => faults.push(field.fault("a version that is none of 1, 2 and 3")),
    }
    Ok(number
        .small()
        .map_or(0, |n| u32::try_from(n.saturating_add(1)).unwrap_or(0)))
}

/// Both moments, and whether one of them is in another form than its year asks for.
fn validity(sequence: &Tlv<'_>, faults: &mut Vec<Fault>) -> Read<((Timestamp, Timestamp), bool)> {
    let mut reader = sequence.reader();
    let mut odd = false;
    let mut moment = || -> Read<Timestamp> {
        let field = reader.any()?;
        let (time, exact) = lenient_time(&field).ok_or_else(|| field.fault("something that is no time"))?;
        if !exact {
            faults.push(field.fault("a time that is not to the second and in Zulu (RFC 5280 §4.1.2.5)"));
        }
        odd |= field.tag == tag::GENERALIZED_TIME && time.as_second() < UTC_TIME_END;
        Ok(time)
    };
    let times = (moment()?, moment()?);
    if !reader.is_empty() {
        return Err(sequence.fault("a validity with more than two times"));
    }
    Ok((times, odd))
}

/// 2050-01-01T00:00:00Z, which UTCTime cannot say.
const UTC_TIME_END: i64 = 2_524_608_000;

/// Unique identifiers, which nobody uses, and the extensions.
fn tail(reader: &mut Reader<'_>, tbs: &Tlv<'_>, version: u32, faults: &mut Vec<Fault>) -> Read<Extensions> {
    for number in [1, 2] {
        if let Some(id) = reader.optional(tag::context(number))?
            && version < 2
        {
            faults.push(id.fault("a unique identifier in a certificate of version 1 (RFC 5280 §4.1.2.8)"));
        }
    }
    let Some(field) = reader.optional(tag::constructed(3))? else {
        return if reader.is_empty() {
            Ok(Extensions::default())
        } else {
            Err(tbs.fault("a certificate with something after its last field"))
        };
    };
    if !reader.is_empty() {
        return Err(tbs.fault("a certificate with something after its extensions"));
    }
    if version != 3 {
        faults.push(field.fault("extensions in a certificate that is not of version 3 (RFC 5280 §4.1.2.9)"));
    }
    let mut inner = field.reader();
    let sequence = inner.expect(tag::SEQUENCE, "the extensions")?;
    if !inner.is_empty() {
        return Err(field.fault("something after the extensions"));
    }
    if sequence.content.is_empty() {
        faults.push(sequence.fault("an empty list of extensions (RFC 5280 §4.1)"));
    }
    Extensions::read(&sequence)
}
