//! The issuing of certificates: a subject, an issuer, a profile and a serial number become a signed
//! certificate. The issuer's Name is copied octet for octet, since verifiers compare it that way.
//! RFC 5280 §4.1.2.

use jiff::Timestamp;

use super::der;
use super::extension;
use super::format::der::hex;
use super::key::{Key, Kind};
use super::name::San;
use super::oid;
use super::profile::{self, Purposes, Usage};
use super::sct::{self, Log};
use super::tbs::{Extension, Tbs, Validity};
use crate::error::Result;

/// Who signs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Issuer<'a> {
    /// The subject Name of the issuer's certificate, octet for octet.
    pub(crate) name: &'a [u8],
    /// The issuer's subjectKeyIdentifier.
    pub(crate) key_id: &'a [u8],
    /// The key that belongs to that certificate.
    pub(crate) key: &'a Key,
}

/// Who is certified, and as what.
#[derive(Clone, Debug)]
pub(crate) struct Subject<'a> {
    /// The Name.
    pub(crate) name: &'a [u8],
    /// The SubjectPublicKeyInfo.
    pub(crate) spki: &'a [u8],
    /// Everything but the key identifiers.
    pub(crate) extensions: Vec<Extension>,
    pub(crate) validity: Validity,
}

/// A throw-away CA that signed one leaf, and whose key is gone.
#[derive(Debug)]
pub(crate) struct AdHoc {
    /// The CA's certificate, to be trusted by who wants to try.
    pub(crate) ca: Vec<u8>,
    /// The leaf's certificate.
    pub(crate) leaf: Vec<u8>,
    /// The leaf's key.
    pub(crate) key: Key,
}

/// How long an ad-hoc certificate lives: longer than a development server runs.
pub(crate) const AD_HOC_DAYS: i64 = 30;

/// Issues a certificate with a random serial number.
///
/// # Errors
///
/// A refusal where nothing here signs with the issuer's key; a bug where there is no randomness.
pub(crate) fn issue(subject: Subject<'_>, issuer: Issuer<'_>) -> Result<Vec<u8>> {
    numbered(subject, issuer)?.sign(issuer.key)
}

/// The same with a subject key identifier that is given, not computed.
///
/// # Errors
///
/// As [`issue`].
pub(crate) fn issue_with_id(subject: Subject<'_>, id: Option<&[u8]>, issuer: Issuer<'_>) -> Result<Vec<u8>> {
    let mut tbs = numbered(subject, issuer)?;
    if let Some(id) = id {
        tbs.extensions
            .retain(|extension| extension.oid != oid::SUBJECT_KEY_ID);
        tbs.extensions.push(extension::subject_key_id(id));
    }
    tbs.sign(issuer.key)
}

/// The same with timestamps by `logs`, as they stand at `at`.
///
/// # Errors
///
/// As [`issue`].
pub(crate) fn stamped(
    subject: Subject<'_>,
    issuer: Issuer<'_>,
    logs: &[Log],
    at: Timestamp,
) -> Result<Vec<u8>> {
    let mut tbs = numbered(subject, issuer)?;
    if !logs.is_empty() {
        let content = tbs.der();
        let stamps = logs.iter().map(|log| log.stamp(&content, issuer.key.spki(), at));
        tbs.extensions
            .push(sct::extension(&stamps.collect::<Result<Vec<_>>>()?));
    }
    tbs.sign(issuer.key)
}

/// The certificate with its serial number: random, or where all is to be repeatable, from its content,
/// so that no browser sees one number on two certificates.
fn numbered(subject: Subject<'_>, issuer: Issuer<'_>) -> Result<Tbs> {
    if !issuer.key.is_deterministic() {
        return unsigned(subject, issuer, profile::serial()?);
    }
    let mut tbs = unsigned(subject, issuer, Vec::new())?;
    tbs.serial = profile::content_serial(&tbs.der());
    Ok(tbs)
}

/// The same before it is signed, for whoever wants to change something.
///
/// # Errors
///
/// A refusal where nothing here signs with the issuer's key.
pub(crate) fn unsigned(subject: Subject<'_>, issuer: Issuer<'_>, serial: Vec<u8>) -> Result<Tbs> {
    let mut extensions = subject.extensions;
    extensions.push(extension::subject_key_id(&profile::key_id(subject.spki)));
    extensions.push(extension::authority_key_id(issuer.key_id));
    Ok(Tbs {
        version: Some(2),
        serial,
        signature: issuer.key.signature()?.identifier(),
        issuer: issuer.name.to_vec(),
        not_before: der::time(subject.validity.not_before),
        not_after: der::time(subject.validity.not_after),
        subject: subject.name.to_vec(),
        spki: subject.spki.to_vec(),
        extensions,
    })
}

/// Issues a certificate signed with its own key.
///
/// # Errors
///
/// As [`issue`].
pub(crate) fn self_signed(subject: Subject<'_>, key: &Key) -> Result<Vec<u8>> {
    let (name, key_id) = (subject.name.to_vec(), profile::key_id(subject.spki));
    issue(
        subject,
        Issuer {
            name: &name,
            key_id: &key_id,
            key,
        },
    )
}

/// Makes a throw-away CA and a server leaf below it for `names`, in memory.
///
/// # Errors
///
/// A bug where there is no randomness.
pub(crate) fn ad_hoc(names: &[San], now: Timestamp) -> Result<AdHoc> {
    let validity = profile::from_now(now, AD_HOC_DAYS);
    let ca_key = Key::generate(Kind::P256)?;
    let ca_id = profile::key_id(ca_key.spki());
    // A name of its own, so that two of them in one trust store are not taken for each other.
    let ca_name = profile::common_name(&format!("tlsctl ad-hoc CA {}", hex(&ca_id[..4])));
    let ca = Subject {
        name: &ca_name,
        spki: ca_key.spki(),
        extensions: profile::ca(Some(0)),
        validity,
    };
    let key = Key::generate(Kind::P256)?;
    let name = profile::subject(names);
    let leaf = Subject {
        name: &name,
        spki: key.spki(),
        extensions: profile::leaf(
            names,
            &Purposes::only(Usage::Server),
            key.spki(),
            !profile::is_empty(&name),
        ),
        validity,
    };
    let issuer = Issuer {
        name: &ca_name,
        key_id: &ca_id,
        key: &ca_key,
    };
    Ok(AdHoc {
        ca: self_signed(ca, &ca_key)?,
        leaf: issue(leaf, issuer)?,
        key,
    })
}
