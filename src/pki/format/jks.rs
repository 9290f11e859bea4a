//! Java key stores (JKS, and the certificates of JCEKS): `FEEDFEED`, a version, then entries in the
//! encoding of Java's DataOutputStream. Certificates are in the clear; a private key is wrapped by Sun's
//! own stream of SHA-1 digests. There is no document but OpenJDK's source; the digest at the end, which
//! is keyed by the store's password, is not checked.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest;

use super::der::{Fault, single, tag};
use super::private_key::KeyError;
use super::{Kind, Piece};
use crate::error::Error;
use crate::pki::der as write;

/// The id under which a wrapped key goes in its EncryptedPrivateKeyInfo.
pub(super) const SUN_PROTECTION: &str = "1.3.6.1.4.1.42.2.17.1.1";

/// The id under which JCEKS seals a key: MD5 and 3DES in a manner of its own.
pub(super) const JCEKS_PROTECTION: &str = "1.3.6.1.4.1.42.2.19.1";

/// Adds everything in a store, in its order; keys stay wrapped.
///
/// # Errors
///
/// The byte at which the store ends too early or holds what no store does; what came before is added.
pub(super) fn open(bytes: &[u8], pieces: &mut Vec<Piece>) -> Result<(), Fault> {
    let mut data = Data { bytes, at: 4 };
    let version = data.number()?;
    if !matches!(version, 1 | 2) {
        return Err(data.fault(format!("version {version}, which is unknown")));
    }
    for _ in 0..data.number()? {
        entry(&mut data, version, pieces)?;
    }
    Ok(())
}

/// The PKCS#8 inside Sun's wrapping: salt, key XORed with a chain of digests, digest of password and key.
///
/// # Errors
///
/// A wrong password, or a wrapping that is too short.
pub(super) fn unwrap(der: &[u8], password: Option<&str>) -> Result<Vec<u8>, KeyError> {
    let malformed = || KeyError::Unsupported("wrapped by Java, and too short".to_owned());
    let fields = single(der, tag::SEQUENCE, "wrapped key").and_then(|outer| outer.children());
    let wrapped = fields
        .ok()
        .and_then(|f| f.get(1).copied())
        .ok_or_else(malformed)?
        .content;
    let room = wrapped.len().checked_sub(2 * DIGEST).ok_or_else(malformed)?;
    let password = password.ok_or(KeyError::NeedsPassword)?;
    let password: Vec<u8> = password.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let (salt, rest) = wrapped.split_at(DIGEST);
    let (masked, check) = rest.split_at(room);
    let mut key = Vec::with_capacity(room);
    let mut mask = salt.to_vec();
    for chunk in masked.chunks(DIGEST) {
        mask = sha1(&[&password, &mask]);
        key.extend(chunk.iter().zip(&mask).map(|(a, b)| a ^ b));
    }
    verify_slices_are_equal(&sha1(&[&password, &key]), check).map_err(|_| KeyError::WrongPassword)?;
    Ok(key)
}

/// A store of certificates, the first of which belongs to the key where there is one, under `name`; times
/// are in milliseconds since 1970.
///
/// # Errors
///
/// A bug where the system gives no random bytes.
pub(crate) fn close(
    name: &str,
    key: Option<&[u8]>,
    certificates: &[&[u8]],
    password: &str,
    now_ms: u64,
) -> Result<Vec<u8>, Error> {
    let mut store = vec![0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2];
    let password: Vec<u8> = password.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let head = |kind: u32, alias: &str, store: &mut Vec<u8>| {
        store.extend(kind.to_be_bytes());
        put_text(alias, store);
        store.extend(now_ms.to_be_bytes());
    };
    match key {
        Some(pkcs8) => {
            store.extend(1_u32.to_be_bytes());
            head(1, name, &mut store);
            put_bytes(&wrap(pkcs8, &password)?, &mut store);
            store.extend(length(certificates.len()).to_be_bytes());
            certificates
                .iter()
                .for_each(|der| put_certificate(der, &mut store));
        }
        None => {
            store.extend(length(certificates.len()).to_be_bytes());
            for (i, der) in certificates.iter().enumerate() {
                head(2, &format!("{name}-{i}"), &mut store);
                put_certificate(der, &mut store);
            }
        }
    }
    let seal = sha1(&[&password, b"Mighty Aphrodite", &store]);
    store.extend(seal);
    Ok(store)
}

/// Sun's wrapping of a key, as [`unwrap`] opens it.
fn wrap(key: &[u8], password: &[u8]) -> Result<Vec<u8>, Error> {
    let mut wrapped = vec![0; DIGEST];
    aws_lc_rs::rand::fill(&mut wrapped).map_err(|_| Error::bug("the system gives no random bytes"))?;
    let mut mask = wrapped.clone();
    for chunk in key.chunks(DIGEST) {
        mask = sha1(&[password, &mask]);
        wrapped.extend(chunk.iter().zip(&mask).map(|(a, b)| a ^ b));
    }
    wrapped.extend(sha1(&[password, key]));
    let algorithm = write::sequence([write::oid(SUN_PROTECTION_OCTETS), vec![tag::NULL, 0]]);
    Ok(write::sequence([algorithm, write::octets(&wrapped)]))
}

fn put_certificate(der: &[u8], store: &mut Vec<u8>) {
    put_text("X.509", store);
    put_bytes(der, store);
}

fn put_bytes(bytes: &[u8], store: &mut Vec<u8>) {
    store.extend(length(bytes.len()).to_be_bytes());
    store.extend(bytes);
}

/// ASCII only, for which Java's own UTF-8 is UTF-8.
fn put_text(text: &str, store: &mut Vec<u8>) {
    store.extend(u16::try_from(text.len()).unwrap_or(u16::MAX).to_be_bytes());
    store.extend(text.bytes().take(usize::from(u16::MAX)));
}

fn length(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn entry(data: &mut Data, version: u32, pieces: &mut Vec<Piece>) -> Result<(), Fault> {
    let kind = data.number()?;
    data.text()?;
    data.take(8)?;
    match kind {
        1 => {
            let length = data.number()?;
            add(Kind::EncryptedKey, data.take(length)?, pieces);
            for _ in 0..data.number()? {
                certificate(data, version, pieces)?;
            }
        }
        2 => certificate(data, version, pieces)?,
        // A secret key is a serialised Java object, whose end only Java finds.
        3 => {
            return Err(data.fault("a secret key, which only Java can read, and nothing after it".to_owned()));
        }
        other => return Err(data.fault(format!("an entry of kind {other}, which is unknown"))),
    }
    Ok(())
}

fn certificate(data: &mut Data, version: u32, pieces: &mut Vec<Piece>) -> Result<(), Fault> {
    if version == 2 {
        data.text()?;
    }
    let length = data.number()?;
    add(Kind::Certificate, data.take(length)?, pieces);
    Ok(())
}

fn add(kind: Kind, der: &[u8], pieces: &mut Vec<Piece>) {
    let number = pieces.len() + 1;
    pieces.push(Piece {
        number,
        ..Piece::bare(kind, der.to_vec())
    });
}

struct Data<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Data<'a> {
    fn number(&mut self) -> Result<u32, Fault> {
        let bytes = self.take(4)?;
        Ok(bytes.iter().fold(0, |n, b| n << 8 | u32::from(*b)))
    }

    /// A string: two octets of length, then its bytes, which nothing here needs.
    fn text(&mut self) -> Result<(), Fault> {
        let length = self.take(2)?.iter().fold(0, |n, b| n << 8 | u32::from(*b));
        self.take(length).map(drop)
    }

    fn take(&mut self, length: u32) -> Result<&'a [u8], Fault> {
        let end = usize::try_from(length)
            .ok()
            .and_then(|length| self.at.checked_add(length));
        let taken = end.and_then(|end| self.bytes.get(self.at..end));
        let taken = taken.ok_or_else(|| self.fault("it ends too early".to_owned()))?;
        self.at += taken.len();
        Ok(taken)
    }

    fn fault(&self, what: String) -> Fault {
        Fault {
            offset: self.at,
            what,
        }
    }
}

fn sha1(parts: &[&[u8]]) -> Vec<u8> {
    let mut context = digest::Context::new(&digest::SHA1_FOR_LEGACY_USE_ONLY);
    parts.iter().for_each(|part| context.update(part));
    context.finish().as_ref().to_vec()
}

/// [`SUN_PROTECTION`] as it is encoded.
const SUN_PROTECTION_OCTETS: &[u8] = &[0x2b, 6, 1, 4, 1, 0x2a, 2, 0x11, 1, 1];
/// The length of a SHA-1 digest, in bytes.
const DIGEST: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_ends_too_early_is_a_fault_and_no_allocation() {
        let store = [0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0xff, 0xff, 0xff, 0xff];
        let fault = open(&store, &mut Vec::new()).expect_err("too short");
        assert_eq!(fault.offset, 12);
    }
}
