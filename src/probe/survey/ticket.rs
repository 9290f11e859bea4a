//! The lifetime of the tickets of TLS 1.3 (RFC 8446 §4.6.1). They are encrypted, and the library keeps what they say
//! to itself; the records are kept as they came, and it gives away the secret that they are encrypted by.

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, HKDF_SHA384, KeyType, Prk};

use crate::wire::codec::{Reader, Writer};
use crate::wire::record::{ContentType, Records, Unit};
use crate::wire::suite::Suite;

/// The longest lifetime among the tickets in `stream`, which the server encrypted under `suite` by `secret`, in
/// seconds; none where there is none.
pub(super) fn lifetime(stream: &[u8], suite: Suite, secret: &[u8]) -> Option<u32> {
    let keys = Keys::new(suite, secret)?;
    let mut number = 0;
    let mut messages = Vec::new();
    for unit in Records::new(stream) {
        let Unit::Record(record) = unit else { continue };
        if record.kind != ContentType::APPLICATION_DATA {
            continue;
        }
        // What does not open belongs to the handshake, which has keys of its own.
        let Some(plain) = keys.open(number, record.payload) else {
            continue;
        };
        number += 1;
        let Some((&kind, content)) = plain
            .iter()
            .rposition(|byte| *byte != 0)
            .and_then(|end| plain[..=end].split_last())
        else {
            continue;
        };
        if kind == ContentType::HANDSHAKE.0 {
            messages.extend_from_slice(content);
        }
    }
    tickets(&messages).max()
}

fn tickets(messages: &[u8]) -> impl Iterator<Item = u32> {
    let mut reader = Reader::new(messages);
    std::iter::from_fn(move || {
        loop {
            let kind = reader.u8("a message").ok()?;
            let body = reader.vec24("a message").ok()?;
            if kind == NEW_SESSION_TICKET {
                return Some(u32::from_be_bytes(body.get(..4)?.try_into().ok()?));
            }
        }
    })
}

/// What application data is encrypted with (RFC 8446 §7.3).
struct Keys {
    key: LessSafeKey,
    iv: [u8; 12],
}

impl Keys {
    fn new(suite: Suite, secret: &[u8]) -> Option<Self> {
        let (hash, cipher) = match suite.0 {
            0x1301 => (HKDF_SHA256, &AES_128_GCM),
            0x1302 => (HKDF_SHA384, &AES_256_GCM),
            0x1303 => (HKDF_SHA256, &CHACHA20_POLY1305),
            _ => return None,
        };
        let prk = Prk::new_less_safe(hash, secret);
        let key = expand(&prk, b"tls13 key", cipher.key_len())?;
        let iv = expand(&prk, b"tls13 iv", 12)?;
        Some(Self {
            key: LessSafeKey::new(UnboundKey::new(cipher, &key).ok()?),
            iv: iv.try_into().ok()?,
        })
    }

    /// The content of the record with this number, where it is one of these keys.
    fn open(&self, number: u64, payload: &[u8]) -> Option<Vec<u8>> {
        let mut nonce = self.iv;
        let number = number.to_be_bytes();
        nonce[4..]
            .iter_mut()
            .zip(number)
            .for_each(|(byte, of)| *byte ^= of);
        let length = u16::try_from(payload.len()).ok()?.to_be_bytes();
        let header = [ContentType::APPLICATION_DATA.0, 3, 3, length[0], length[1]];
        let mut content = payload.to_vec();
        let nonce = Nonce::assume_unique_for_key(nonce);
        let plain = self
            .key
            .open_in_place(nonce, Aad::from(header), &mut content)
            .ok()?;
        Some(plain.to_vec())
    }
}

/// HKDF-Expand-Label without a context (RFC 8446 §7.1).
fn expand(prk: &Prk, label: &[u8], length: usize) -> Option<Vec<u8>> {
    struct Length(usize);
    impl KeyType for Length {
        fn len(&self) -> usize {
            self.0
        }
    }
    let mut info = Writer::new();
    info.u16(u16::try_from(length).ok()?);
    info.vec8(|text| {
        text.bytes(label);
    });
    info.u8(0);
    let info = info.into_bytes();
    let mut bytes = vec![0; length];
    prk.expand(&[&info], Length(length)).ok()?.fill(&mut bytes).ok()?;
    Some(bytes)
}

/// RFC 8446 §4.
const NEW_SESSION_TICKET: u8 = 4;
