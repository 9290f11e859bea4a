//! Whether a file holds a private key, by what is in it: whatever its name, a key that was combined with its
//! certificate, wrapped into a Secret or written into a configuration is as good as one by itself. A page
//! that only speaks of keys holds none: behind the label there must be something that can be one. Pure.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use memchr::memmem;

use crate::pki::format::{Kind, classify};

/// As much of a file as is looked at, in bytes: a key comes before or after its chain, not after a film.
pub(super) const LOOK: usize = 128 << 10;

/// Files shorter than this, in bytes, hold no key: the shortest is Ed25519's, of 48 bytes.
pub(super) const LEAST: usize = 40;

/// Whether the first [`LOOK`] bytes of a file hold a private key or a store of them.
pub(super) fn is_in(bytes: &[u8]) -> bool {
    if bytes.len() < LEAST {
        return false;
    }
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        // UTF-16, as Windows writes text.
        let narrow: Vec<u8> = bytes[2..].iter().copied().filter(|byte| *byte != 0).collect();
        return is_labelled(&narrow);
    }
    is_bare(bytes) || is_labelled(bytes) || is_wrapped(bytes)
}

/// DER, a key store, or PuTTY's own form.
fn is_bare(bytes: &[u8]) -> bool {
    let kinds = [Kind::EncryptedKey, Kind::Jks, Kind::Pkcs12, Kind::PrivateKey];
    bytes.starts_with(PUTTY)
        || classify(bytes).is_some_and(|kind| kinds.contains(&kind))
        || begins_pkcs12(bytes)
}

/// The start of a PKCS#12 store, which may be longer than what is looked at, or without a length: a sequence
/// whose first is the version 3, before another sequence (RFC 7292 §4).
fn begins_pkcs12(bytes: &[u8]) -> bool {
    let length = match bytes {
        [0x30, long @ 0x80..=0x84, ..] => 2 + usize::from(long & 0x7f),
        _ => return false,
    };
    bytes
        .get(length..)
        .is_some_and(|inside| inside.starts_with(&[2, 1, 3, 0x30]))
}

/// Text with a block whose label says that it is a private key (RFC 7468 §10, §11, OpenSSL, OpenSSH, PGP), and
/// a body.
fn is_labelled(text: &[u8]) -> bool {
    memmem::find_iter(text, LABEL).any(|at| {
        let before = &text[at.saturating_sub(REACH)..at];
        let after = &text[at + LABEL.len()..];
        let after = after.strip_prefix(b" BLOCK").unwrap_or(after);
        let Some(body) = after.strip_prefix(DASHES) else {
            return false;
        };
        let body = &body[..body.len().min(HEADERS)];
        let body = &body[..memmem::find(body, DASHES).unwrap_or(body.len())];
        memmem::find(before, BEGIN).is_some() && longest_run(body) >= RUN
    })
}

/// Base64 of such text, as Secrets and environment files hold it, or of DER.
fn is_wrapped(text: &[u8]) -> bool {
    let is_coded = |text: &[u8]| CODED.iter().any(|label| memmem::find(text, label).is_some());
    if is_coded(text) {
        return true;
    }
    let plain = |text: &[u8]| -> Vec<u8> {
        let kept = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace());
        kept.collect()
    };
    // The label may be broken over two lines.
    if memmem::find(text, CODED_BEGIN).is_some() {
        return is_coded(&plain(text));
    }
    let is_base64 = |byte: &u8| is_digit(*byte) || byte.is_ascii_whitespace();
    text.iter().all(is_base64) && BASE64_STANDARD.decode(plain(text)).is_ok_and(|der| is_bare(&der))
}

fn longest_run(text: &[u8]) -> usize {
    let runs = text.split(|byte| !is_digit(*byte));
    runs.map(<[u8]>::len).max().unwrap_or(0)
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

const BEGIN: &[u8] = b"-----BEGIN ";
const LABEL: &[u8] = b"PRIVATE KEY";
const DASHES: &[u8] = b"-----";
const PUTTY: &[u8] = b"PuTTY-User-Key-File-";

/// From the dashes to `PRIVATE KEY`, at most: `-----BEGIN ENCRYPTED ` and the like.
const REACH: usize = 32;

/// Within so many bytes after its label a block has begun, whatever headers it has.
const HEADERS: usize = 512;

/// So many digits of base64 in a row are no word of a language.
const RUN: usize = 40;

/// The base64 of `PRIVATE KEY-----` at each of its three alignments, as far as neighbours do not change it.
const CODED: [&[u8]; 3] = [
    b"UFJJVkFURSBLRVktLS0tL",
    b"BSSVZBVEUgS0VZLS0tLS",
    b"QUklWQVRFIEtFWS0tLS0t",
];

/// The base64 of `-----BEGIN `.
const CODED_BEGIN: &[u8] = b"LS0tLS1CRUdJTi";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::format::pem;

    /// PKCS#8, as far as its structure goes.
    fn key() -> Vec<u8> {
        let mut key = vec![
            0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20,
        ];
        key.extend([7; 32]);
        key
    }

    fn block() -> String {
        pem::encode("PRIVATE KEY", &key())
    }

    #[test]
    fn a_key_is_seen_in_every_wrapping() {
        let (certificate, key) = (pem::encode("CERTIFICATE", &[9; 300]), key());
        let combined = format!("{certificate}{}", block());
        assert!(is_in(combined.as_bytes()));
        assert!(is_in(&key));
        assert!(is_in(BASE64_STANDARD.encode(&key).as_bytes()));
        assert!(is_in(
            format!("key_pem = {block:?}\n", block = block()).as_bytes()
        ));
        let old = block().replace(
            "BEGIN PRIVATE KEY-----\n",
            "BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0123456789ABCDEF0123456789ABCDEF\n\n",
        );
        assert!(is_in(old.as_bytes()));
        for more in ["", "x", "xy"] {
            let coded = BASE64_STANDARD.encode(format!("{more}{combined}"));
            assert!(is_in(format!("data:\n  tls.key: {coded}\n").as_bytes()), "{more}");
        }
        let coded = BASE64_STANDARD.encode(&combined);
        for width in 60..80 {
            let lines: Vec<String> = coded
                .as_bytes()
                .chunks(width)
                .map(|line| String::from_utf8_lossy(line).into_owned())
                .collect();
            assert!(is_in(lines.join("\n    ").as_bytes()), "{width}");
        }
        let wide: Vec<u8> = block().bytes().flat_map(|byte| [byte, 0]).collect();
        assert!(is_in(&[&[0xff, 0xfe], wide.as_slice()].concat()));
        for start in [
            &b"PuTTY-User-Key-File-3: ssh-ed25519\n"[..],
            &[0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2],
            &[0x30, 0x84, 0, 1, 0, 0, 2, 1, 3, 0x30, 0x80],
            &[0x30, 0x80, 2, 1, 3, 0x30, 0x80],
        ] {
            assert!(is_in(&[start, &[b'x'; 64]].concat()), "{start:?}");
        }
    }

    #[test]
    fn what_only_speaks_of_keys_is_no_key() {
        for text in [
            pem::encode("CERTIFICATE", &[9; 300]),
            pem::encode("PUBLIC KEY", &[9; 300]),
            "A key begins with `-----BEGIN PRIVATE KEY-----`; never put one on a server that is for everyone.".to_owned(),
            format!(
                "-----BEGIN PRIVATE KEY-----\n(your key)\n-----END PRIVATE KEY-----\n{}",
                pem::encode("CERTIFICATE", &[9; 300])
            ),
            "0".repeat(100),
            BASE64_STANDARD.encode([1; 300]),
            String::new(),
        ] {
            assert!(!is_in(text.as_bytes()), "{text}");
        }
    }
}
