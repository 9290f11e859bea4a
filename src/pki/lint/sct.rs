//! Signed certificate timestamps inside a certificate (RFC 6962 §3.2, §3.3), as far as lints count them.

use crate::pki::anatomy::{Anatomy, id};
use crate::pki::format::der::{single, tag};

/// One timestamp.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Sct<'a> {
    /// The log's id.
    pub(super) log: [u8; 32],
    /// When the log saw the certificate, in milliseconds since 1970.
    pub(super) millisecond: i64,
    /// What follows the time: extensions with their length, then the signature.
    pub(super) rest: &'a [u8],
}

impl<'a> Sct<'a> {
    /// The extensions with their length, and the signature where it is ECDSA with SHA-256.
    pub(super) fn signature(&self) -> Option<(&'a [u8], &'a [u8])> {
        let length = usize::from(u16::from_be_bytes(*self.rest.first_chunk::<2>()?));
        let (extensions, rest) = self.rest.split_at_checked(2 + length)?;
        let signature = rest.strip_prefix(&[4, 3])?;
        Some((extensions, signature.get(2..)?))
    }
}

/// The timestamps in the certificate; those that cannot be read are left out.
pub(super) fn list<'a>(cert: &Anatomy<'a>) -> Vec<Sct<'a>> {
    let value = cert
        .extension(id::SCT_LIST)
        .map_or(&[][..], |extension| extension.value.content);
    let inner = single(value, tag::OCTET_STRING, "the list").map_or(&[][..], |list| list.content);
    let mut rest = inner.get(2..).unwrap_or_default();
    let mut found = Vec::new();
    while let Some((length, after)) = rest.split_at_checked(2) {
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let Some((sct, after)) = after.split_at_checked(length) else {
            break;
        };
        found.extend(read(sct));
        rest = after;
    }
    found
}

/// Version 1: a zero octet, the log's id, the time.
fn read(sct: &[u8]) -> Option<Sct<'_>> {
    let (version, rest) = sct.split_first()?;
    let (log, rest) = rest.split_first_chunk::<32>()?;
    let (time, rest) = rest.split_first_chunk::<8>()?;
    let millisecond = i64::try_from(u64::from_be_bytes(*time)).ok()?;
    (*version == 0).then_some(Sct {
        log: *log,
        millisecond,
        rest,
    })
}

/// Whether the list is there and can be read to its end.
pub(super) fn is_whole(cert: &Anatomy<'_>) -> bool {
    let value = cert
        .extension(id::SCT_LIST)
        .map_or(&[][..], |extension| extension.value.content);
    let Some((length, mut rest)) = single(value, tag::OCTET_STRING, "the list")
        .ok()
        .and_then(|list| list.content.split_at_checked(2))
    else {
        return false;
    };
    let whole = usize::from(u16::from_be_bytes([length[0], length[1]])) == rest.len();
    while let Some((length, after)) = rest.split_at_checked(2) {
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        match after.split_at_checked(length) {
            Some((sct, after)) if sct.len() > 43 => rest = after,
            _ => return false,
        }
    }
    whole && rest.is_empty()
}
