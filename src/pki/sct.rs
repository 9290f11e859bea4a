//! Signed certificate timestamps from logs that exist for one certificate only: well-formed and verifiable
//! with the log's public key, and worth nothing to who does not trust that (RFC 6962 §3.2, §3.3).

use aws_lc_rs::digest;
use jiff::Timestamp;

use super::der;
use super::key::{Key, Kind};
use super::oid;
use super::tbs::Extension;
use crate::error::Result;

/// A log that signs, and forgets.
pub(crate) struct Log(Key);

impl Log {
    /// A new log.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn new() -> Result<Self> {
        Key::generate(Kind::P256).map(Self)
    }

    /// Its SubjectPublicKeyInfo, by which its timestamps are verified.
    pub(crate) fn spki(&self) -> &[u8] {
        self.0.spki()
    }

    /// A timestamp for the certificate that `tbs` becomes once the timestamps are in it.
    ///
    /// # Errors
    ///
    /// Never in practice: the log has a key that signs.
    pub(crate) fn stamp(&self, tbs: &[u8], issuer_spki: &[u8], at: Timestamp) -> Result<Vec<u8>> {
        let at = u64::try_from(at.as_millisecond())
            .unwrap_or_default()
            .to_be_bytes();
        let signature = self.0.sign(&signed(tbs, issuer_spki, at, &[0, 0]))?;
        // version, log id, time, no extensions, ecdsa with SHA-256
        let mut stamp = [&[0][..], &sha256(self.spki()), &at, &[0, 0], &[4, 3]].concat();
        stamp.extend(sized(&signature));
        Ok(stamp)
    }
}

/// What a log signs for a certificate that says `tbs` without its timestamps, at this many milliseconds since
/// 1970 in network order; the timestamp's extensions come with their length.
pub(crate) fn signed(tbs: &[u8], issuer_spki: &[u8], at: [u8; 8], extensions: &[u8]) -> Vec<u8> {
    // version v1, signature type certificate_timestamp, time, entry type precert_entry
    let mut signed = [&[0, 0][..], &at, &[0, 1], &sha256(issuer_spki)].concat();
    signed.extend(&u32::try_from(tbs.len()).unwrap_or(u32::MAX).to_be_bytes()[1..]);
    signed.extend(tbs);
    signed.extend(extensions);
    signed
}

/// How many timestamps there are in a list (RFC 6962 §3.3).
pub(crate) fn count(list: &[u8]) -> usize {
    let mut rest = list.get(2..).unwrap_or_default();
    let mut count = 0;
    while let [high, low, after @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        rest = after.get(length..).unwrap_or_default();
        count += 1;
    }
    count
}

/// The extension that holds timestamps.
pub(crate) fn extension(stamps: &[Vec<u8>]) -> Extension {
    let list: Vec<u8> = stamps.iter().flat_map(|stamp| sized(stamp)).collect();
    Extension::new(oid::SCT_LIST, der::octets(&sized(&list)))
}

fn sized(bytes: &[u8]) -> Vec<u8> {
    [
        &u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes()[..],
        bytes,
    ]
    .concat()
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, bytes).as_ref().to_vec()
}
