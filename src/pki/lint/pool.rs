//! Who signed whom among certificates that are at hand, for lints about pairs, and where in a chain each
//! stands. Candidates come from names and key identifiers; which of several it is, the signature tells.

use std::collections::{HashMap, HashSet};

use super::{Profile, Role, Subject};
use crate::pki::anatomy::{Anatomy, id};
use crate::pki::cert::Cert;
use crate::pki::dn::Name;
use crate::pki::format::der::{single, tag};
use crate::pki::signature;

/// Certificates, found by name and by key.
pub(crate) struct Pool<'a> {
    certs: &'a [Anatomy<'a>],
    by_name: HashMap<&'a [u8], Vec<usize>>,
    by_key_id: HashMap<&'a [u8], Vec<usize>>,
    /// The encodings of those that signed another one.
    issues: HashSet<&'a [u8]>,
}

impl<'a> Pool<'a> {
    /// Sorts the CAs among certificates.
    pub(crate) fn new(certs: &'a [Anatomy<'a>]) -> Self {
        let mut pool = Self {
            certs,
            by_name: HashMap::new(),
            by_key_id: HashMap::new(),
            issues: HashSet::new(),
        };
        for (place, cert) in certs.iter().enumerate() {
            pool.by_name.entry(cert.subject.raw.full).or_default().push(place);
            if let Some(key_id) = subject_key_id(cert) {
                pool.by_key_id.entry(key_id).or_default().push(place);
            }
        }
        let issuers = certs.iter().filter_map(|cert| pool.issuer(cert));
        pool.issues = issuers.map(|issuer| issuer.der).collect();
        pool
    }

    /// A certificate in its place among the others.
    pub(crate) fn subject(&self, cert: &'a Anatomy<'a>, profile: Profile) -> Subject<'a> {
        let issues = cert.is_ca() || self.issues.contains(cert.der);
        let role = match (issues, cert.is_self_issued()) {
            (true, true) => Role::Root,
            (true, false) => Role::Intermediate,
            (false, _) => Role::Leaf,
        };
        Subject::new(cert, role, self.issuer(cert), profile)
    }

    fn named(&self, name: &[u8]) -> impl Iterator<Item = &'a Anatomy<'a>> + use<'a, '_> {
        let places = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        places.iter().map(|place| &self.certs[*place])
    }

    /// Who signed it: of those that bear the issuer's name the one whose key fits, else the only one.
    fn issuer(&self, cert: &Anatomy<'a>) -> Option<&'a Anatomy<'a>> {
        if cert.is_self_issued() {
            return None;
        }
        let mut candidates: Vec<&'a Anatomy<'a>> = self.named(cert.issuer.raw.full).collect();
        if candidates.is_empty() {
            candidates = self.written_differently(cert);
        }
        // Of a CA that was renewed, the certificate that lasts longest.
        candidates.sort_by_key(|issuer| std::cmp::Reverse(issuer.validity().map(|(_, end)| end)));
        let signer = candidates
            .iter()
            .find(|issuer| is_signed_by(cert, issuer) == Some(true));
        match (signer, candidates.as_slice()) {
            (Some(issuer), _) | (None, [issuer]) => Some(*issuer),
            _ => None,
        }
    }

    /// Those whose key identifier is the right one, and whose name is the issuer's but for its writing.
    fn written_differently(&self, cert: &Anatomy<'a>) -> Vec<&'a Anatomy<'a>> {
        let places = authority_key_id(cert).and_then(|key_id| self.by_key_id.get(key_id));
        let certs = places.into_iter().flatten().map(|place| &self.certs[*place]);
        let same =
            |issuer: &&Anatomy<'_>| match (Name::read(&issuer.subject.raw), Name::read(&cert.issuer.raw)) {
                (Ok(subject), Ok(issuer)) => subject.same(&issuer),
                _ => false,
            };
        certs.filter(same).collect()
    }
}

/// Whether the issuer's key made the signature; `None` where that cannot be checked.
pub(super) fn is_signed_by(cert: &Anatomy<'_>, issuer: &Anatomy<'_>) -> Option<bool> {
    let (cert, issuer) = (Cert::parse(cert.der).ok()?, Cert::parse(issuer.der).ok()?);
    match signature::check(issuer.public_key(), cert.signature(), cert.tbs()) {
        Ok(()) => Some(true),
        Err(signature::Refusal::Wrong) => Some(false),
        Err(_) => None,
    }
}

/// The subject key identifier.
pub(super) fn subject_key_id<'a>(cert: &Anatomy<'a>) -> Option<&'a [u8]> {
    let value = cert.extension(id::SUBJECT_KEY_ID)?.value.content;
    Some(
        single(value, tag::OCTET_STRING, "the key identifier")
            .ok()?
            .content,
    )
}

/// The key identifier in the authority key identifier.
pub(super) fn authority_key_id<'a>(cert: &Anatomy<'a>) -> Option<&'a [u8]> {
    let value = cert.extension(id::AUTHORITY_KEY_ID)?.value.content;
    let fields = single(value, tag::SEQUENCE, "the key identifier")
        .ok()?
        .children()
        .ok()?;
    Some(fields.iter().find(|field| field.tag == tag::context(0))?.content)
}
