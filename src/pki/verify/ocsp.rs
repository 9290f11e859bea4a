//! OCSP responses, stapled or from files (RFC 6960): what they say about a certificate, and whether who
//! says it may, at this moment. Nothing is fetched.

use aws_lc_rs::digest;
use jiff::Timestamp;

use super::about;
use crate::error::{Error, Result};
use crate::model::Finding;
use crate::pki::cert::{Cert, Signature, signature};
use crate::pki::dn::Name;
use crate::pki::extensions::read_one;
use crate::pki::format::der::{Fault, Reader, Tlv, single, tag};
use crate::pki::oid;
use crate::pki::primitive::{Oid, Read, object_id, small, time};
use crate::pki::rule;
use crate::pki::signature as check;

/// A response as it was received.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    /// 0 is "successful"; with any other there is nothing else (§4.2.1).
    pub(crate) outcome: u32,
    basic: Option<Basic>,
}

/// What a successful response holds.
#[derive(Clone, Debug)]
struct Basic {
    tbs: Vec<u8>,
    responder: Responder,
    singles: Vec<Single>,
    signature: Signature,
    certs: Vec<Cert>,
    /// An extension that is critical and unknown.
    unknown: Option<Oid>,
}

#[derive(Clone, Debug)]
enum Responder {
    Key(Vec<u8>),
    Name(Name),
}

/// What it says about one certificate.
#[derive(Clone, Debug)]
pub(crate) struct Single {
    hash: Oid,
    issuer_name_hash: Vec<u8>,
    issuer_key_hash: Vec<u8>,
    serial: Vec<u8>,
    pub(crate) status: Status,
    pub(crate) this_update: Timestamp,
    pub(crate) next_update: Option<Timestamp>,
}

/// The status of a certificate (§2.2).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Status {
    Good,
    Revoked { at: Timestamp, reason: Option<u32> },
    Unknown,
}

impl Response {
    /// Reads one response, with nothing after it.
    ///
    /// # Errors
    ///
    /// An input error naming the byte, where it is none.
    pub(crate) fn parse(der: &[u8]) -> Result<Self> {
        read(der).map_err(|fault| Error::input("this is not an OCSP response").because(fault))
    }

    /// From when and to when its answers hold.
    pub(crate) fn moments(&self) -> impl Iterator<Item = Timestamp> {
        let of = |single: &Single| std::iter::once(single.this_update).chain(single.next_update);
        self.basic.iter().flat_map(|basic| &basic.singles).flat_map(of)
    }

    /// What it says about `cert`, issued by `issuer`, if anything.
    pub(crate) fn single(&self, cert: &Cert, issuer: &Cert) -> Option<&Single> {
        self.basic
            .as_ref()?
            .singles
            .iter()
            .find(|single| single.is_about(cert, issuer))
    }

    /// Who says so, where that is not the issuer itself.
    pub(super) fn delegate(&self, issuer: &Cert) -> Option<&Cert> {
        let basic = self.basic.as_ref()?;
        if basic.is_by(issuer) {
            return None;
        }
        basic.certs.iter().find(|cert| basic.is_by(cert))
    }

    /// Judges what it says about `cert` at `now`: nothing where it says "good" and may be relied on.
    ///
    /// # Errors
    ///
    /// The finding: revoked, unknown, or a response that is invalid.
    pub(crate) fn judge(&self, cert: &Cert, issuer: &Cert, now: Timestamp) -> Result<(), Box<Finding>> {
        let name = cert.label();
        let invalid = |why: String| {
            about(
                cert,
                &rule::OCSP_INVALID,
                format!("the OCSP response for `{name}` {why}"),
            )
        };
        let Some(basic) = &self.basic else {
            return Err(invalid(format!(
                "says no more than `{}`",
                outcome_name(self.outcome)
            )));
        };
        let Some(single) = self.single(cert, issuer) else {
            return Err(invalid("is about another certificate".to_owned()));
        };
        if let Some(unknown) = &basic.unknown {
            return Err(invalid(format!(
                "has the critical extension {unknown}, which is unknown"
            )));
        }
        basic
            .authorize(issuer, now)
            .map_err(|why| invalid(why.to_owned()))?;
        if now < single.this_update {
            return Err(invalid(format!("holds from {} only", single.this_update)));
        }
        if let Some(end) = single.next_update.filter(|end| now > *end) {
            return Err(invalid(format!("was to be replaced by {end}")));
        }
        match single.status {
            Status::Good => Ok(()),
            Status::Unknown => {
                let message = format!("the responder does not know `{name}`");
                Err(about(cert, &rule::REVOCATION_UNKNOWN, message))
            }
            Status::Revoked { at, reason } => {
                let reason = reason.map_or("no reason given", super::revocation::reason);
                let finding = about(
                    cert,
                    &rule::REVOKED,
                    format!("`{name}` was revoked at {at}: {reason}"),
                );
                Err(Box::new(
                    finding.evidence("revoked_at", at).evidence("reason", reason),
                ))
            }
        }
    }
}

/// Judges a response as it was received.
///
/// # Errors
///
/// The finding, as [`Response::judge`], or that it cannot be read.
pub(crate) fn judge(der: &[u8], cert: &Cert, issuer: &Cert, now: Timestamp) -> Result<(), Box<Finding>> {
    match Response::parse(der) {
        Ok(response) => response.judge(cert, issuer, now),
        Err(error) => Err(about(
            cert,
            &rule::OCSP_INVALID,
            format!("the OCSP response cannot be read: {error}"),
        )),
    }
}

/// The finding for a server that staples nothing, where its certificate promises a staple.
pub(crate) fn missing_staple(leaf: &Cert) -> Option<Finding> {
    must_staple(leaf).then(|| no_staple(leaf))
}

/// Whether the certificate promises a staple (RFC 7633 §4.2.1).
fn must_staple(leaf: &Cert) -> bool {
    let features = leaf.extensions().tls_features.as_deref().unwrap_or_default();
    features.iter().any(|feature| matches!(feature, 5 | 17))
}

fn no_staple(leaf: &Cert) -> Finding {
    let message = format!("`{}` promises an OCSP staple, and none was sent", leaf.label());
    Finding::new(&rule::MUST_STAPLE, message)
        .on(leaf.label())
        .advice("have the server staple, or have the certificate issued without the promise")
}

impl Status {
    /// The word for it.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Revoked { .. } => "revoked",
            Self::Unknown => "unknown",
        }
    }
}

impl Single {
    fn is_about(&self, cert: &Cert, issuer: &Cert) -> bool {
        let Some(algorithm) = hash(&self.hash) else {
            return false;
        };
        let same = |expected: &[u8], bytes: &[u8]| digest::digest(algorithm, bytes).as_ref() == expected;
        self.serial == cert.serial()
            && same(&self.issuer_name_hash, cert.issuer().raw())
            && same(&self.issuer_key_hash, issuer.public_key().key())
    }
}

impl Basic {
    /// Whether the response names this one as its responder.
    fn is_by(&self, cert: &Cert) -> bool {
        match &self.responder {
            Responder::Name(name) => cert.subject().same(name),
            Responder::Key(hash) => {
                digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, cert.public_key().key()).as_ref() == hash
            }
        }
    }

    /// Signed by the issuer, or by a certificate that the issuer made for this (§4.2.2.2).
    fn authorize(&self, issuer: &Cert, now: Timestamp) -> Result<(), &'static str> {
        let signed = |cert: &Cert| check::check(cert.public_key(), &self.signature, &self.tbs).is_ok();
        if self.is_by(issuer) {
            return if signed(issuer) {
                Ok(())
            } else {
                Err("is not signed by its issuer's key")
            };
        }
        let Some(delegate) = self.certs.iter().find(|cert| self.is_by(cert)) else {
            return Err("is by a responder that is neither the issuer nor in the response");
        };
        if !delegate.issuer().same(issuer.subject())
            || check::check(issuer.public_key(), delegate.signature(), delegate.tbs()).is_err()
        {
            return Err("is by a responder that the certificate's issuer did not appoint");
        }
        let usages = delegate
            .extensions()
            .extended_key_usage
            .as_deref()
            .unwrap_or_default();
        if !usages.iter().any(|usage| usage.is(oid::OCSP_SIGNING)) {
            return Err("is by a responder whose certificate is not for OCSP");
        }
        if super::issuer::sound(delegate, now).is_err() {
            return Err("is by a responder whose certificate is not valid");
        }
        if signed(delegate) {
            Ok(())
        } else {
            Err("is not signed by its responder's key")
        }
    }
}

fn hash(kind: &Oid) -> Option<&'static digest::Algorithm> {
    Some(match kind.octets() {
        oid::SHA1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        oid::SHA256 => &digest::SHA256,
        oid::SHA384 => &digest::SHA384,
        oid::SHA512 => &digest::SHA512,
        _ => return None,
    })
}

fn outcome_name(outcome: u32) -> &'static str {
    match outcome {
        0 => "successful",
        1 => "malformed request",
        2 => "internal error",
        3 => "try later",
        5 => "signature required",
        6 => "unauthorized",
        _ => "an unknown status",
    }
}

fn read(der: &[u8]) -> Read<Response> {
    let response = single(der, tag::SEQUENCE, "an OCSP response")?;
    let mut reader = response.reader();
    let outcome = small(&reader.expect(tag::ENUMERATED, "the status of a response")?)?;
    let Some(bytes) = reader.optional(tag::constructed(0))? else {
        return Ok(Response { outcome, basic: None });
    };
    let mut inner = bytes
        .reader()
        .expect(tag::SEQUENCE, "the bytes of a response")?
        .reader();
    let kind = inner.expect(tag::OID, "the kind of a response")?;
    let octets = inner.expect(tag::OCTET_STRING, "the bytes of a response")?;
    if !object_id(&kind)?.is(oid::OCSP_BASIC) {
        return Err(kind.fault("a response of another kind than basic"));
    }
    let mut content = octets.reader();
    let basic = basic(&content.expect(tag::SEQUENCE, "a basic response")?)?;
    Ok(Response {
        outcome,
        basic: Some(basic),
    })
}

fn basic(sequence: &Tlv<'_>) -> Read<Basic> {
    let mut reader = sequence.reader();
    let tbs = reader.expect(tag::SEQUENCE, "the signed part of a response")?;
    let (signature, _) = signature(&mut reader)?;
    let certs = match reader.optional(tag::constructed(0))? {
        Some(field) => certificates(&field)?,
        None => Vec::new(),
    };
    let mut data = tbs.reader();
    data.optional(tag::constructed(0))?;
    let responder = responder(&mut data)?;
    time(&data.expect(tag::GENERALIZED_TIME, "the moment of production")?)?;
    let list = data.expect(tag::SEQUENCE, "the list of answers")?;
    let singles: Vec<(Single, Option<Oid>)> = list.children()?.iter().map(one).collect::<Read<_>>()?;
    let unknown = unknown_critical(&mut data)?;
    let unknown = unknown.or_else(|| singles.iter().find_map(|(_, unknown)| unknown.clone()));
    Ok(Basic {
        tbs: tbs.full.to_vec(),
        responder,
        singles: singles.into_iter().map(|(single, _)| single).collect(),
        signature,
        certs,
        unknown,
    })
}

fn certificates(field: &Tlv<'_>) -> Read<Vec<Cert>> {
    let list = field
        .reader()
        .expect(tag::SEQUENCE, "the certificates of a response")?;
    let ders = list.children()?;
    Ok(ders.iter().filter_map(|tlv| Cert::parse(tlv.full).ok()).collect())
}

fn responder(reader: &mut Reader<'_>) -> Result<Responder, Fault> {
    let field = reader.any()?;
    let mut inner = field.reader();
    match field.tag {
        0xa1 => Ok(Responder::Name(Name::read(
            &inner.expect(tag::SEQUENCE, "the responder's name")?,
        )?)),
        0xa2 => {
            let hash = inner.expect(tag::OCTET_STRING, "the hash of the responder's key")?;
            Ok(Responder::Key(hash.content.to_vec()))
        }
        _ => Err(field.fault("a responder that is neither name nor key")),
    }
}

fn one(item: &Tlv<'_>) -> Read<(Single, Option<Oid>)> {
    let mut reader = item.reader();
    let mut id = reader
        .expect(tag::SEQUENCE, "the identifier of a certificate")?
        .reader();
    let algorithm = id.expect(tag::SEQUENCE, "a hash algorithm")?;
    let hash = object_id(&algorithm.reader().expect(tag::OID, "a hash algorithm")?)?;
    let issuer_name_hash = id
        .expect(tag::OCTET_STRING, "the hash of the issuer's name")?
        .content
        .to_vec();
    let issuer_key_hash = id
        .expect(tag::OCTET_STRING, "the hash of the issuer's key")?
        .content
        .to_vec();
    let serial = id.expect(tag::INTEGER, "the serial number")?.content.to_vec();
    let status = status(&reader.any()?)?;
    let this_update = time(&reader.expect(tag::GENERALIZED_TIME, "the moment of an answer")?)?;
    let next_update = match reader.optional(tag::constructed(0))? {
        Some(field) => Some(time(&single(
            field.content,
            tag::GENERALIZED_TIME,
            "the next answer",
        )?)?),
        None => None,
    };
    let unknown = unknown_critical(&mut reader)?;
    let single = Single {
        hash,
        issuer_name_hash,
        issuer_key_hash,
        serial,
        status,
        this_update,
        next_update,
    };
    Ok((single, unknown))
}

fn status(field: &Tlv<'_>) -> Read<Status> {
    match field.tag {
        0x80 => Ok(Status::Good),
        0x82 => Ok(Status::Unknown),
        0xa1 => {
            let mut reader = field.reader();
            let at = time(&reader.expect(tag::GENERALIZED_TIME, "the moment of revocation")?)?;
            let reason = match reader.optional(tag::constructed(0))? {
                Some(reason) => Some(small(&single(reason.content, tag::ENUMERATED, "a reason")?)?),
                None => None,
            };
            Ok(Status::Revoked { at, reason })
        }
        _ => Err(field.fault("a status that is none of good, revoked and unknown")),
    }
}

/// The first extension in the `[1]` that may follow which is critical: none that is known has to be.
fn unknown_critical(reader: &mut Reader<'_>) -> Read<Option<Oid>> {
    let Some(field) = reader.optional(tag::constructed(1))? else {
        return Ok(None);
    };
    let list = field
        .reader()
        .expect(tag::SEQUENCE, "the extensions of a response")?;
    for item in list.children()? {
        let (extension, _) = read_one(&item)?;
        if extension.critical {
            return Ok(Some(extension.oid));
        }
    }
    Ok(None)
}
