//! A public key as a certificate carries it (SubjectPublicKeyInfo, RFC 5280 §4.1.2.7): what kind it is and
//! how strong. Checking signatures with it is in `signature`.

use std::fmt;

use super::format::der::{Tlv, single, tag};
use super::oid;
use super::primitive::{Oid, Read, integer, object_id, whole_bits};

/// A public key, by its encoding.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct PublicKey {
    spki: Box<[u8]>,
    algorithm: Oid,
    key: Box<[u8]>,
    kind: KeyKind,
}

/// What kind of key it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum KeyKind {
    Dsa,
    /// On a named curve.
    Ec(Curve),
    Ed25519,
    Ed448,
    /// ML-DSA-44, -65 or -87 (RFC 9881).
    MlDsa(u8),
    /// Any other, or one that does not parse as its algorithm wants.
    Other(Oid),
    Rsa {
        bits: u32,
        /// The public exponent's octets, without leading zeros.
        exponent: Box<[u8]>,
    },
}

/// An elliptic curve by name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Curve {
    /// Its equation is spelled out instead of named: forbidden by RFC 5480 §2.1.1.
    Explicit,
    Other(Oid),
    P192,
    P224,
    P256,
    P384,
    P521,
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo.
    pub(crate) fn read(spki: &Tlv<'_>) -> Read<Self> {
        let mut reader = spki.reader();
        let algorithm = reader.expect(tag::SEQUENCE, "the algorithm of a public key")?;
        let bits = reader.expect(tag::BIT_STRING, "a public key")?;
        if !reader.is_empty() {
            return Err(spki.fault("a public key with something after it"));
        }
        let mut parts = algorithm.reader();
        let oid = object_id(&parts.expect(tag::OID, "the algorithm of a public key")?)?;
        let parameters = parts.rest();
        let key = whole_bits(&bits)?;
        Ok(Self {
            spki: spki.full.into(),
            kind: kind(&oid, parameters, key),
            algorithm: oid,
            key: key.into(),
        })
    }

    /// The SubjectPublicKeyInfo's DER: two certificates with the same one hold the same key.
    pub(crate) fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// What kind of key it is.
    pub(crate) fn kind(&self) -> &KeyKind {
        &self.kind
    }

    /// The algorithm's identifier.
    pub(crate) fn algorithm(&self) -> &Oid {
        &self.algorithm
    }

    /// The modulus of an RSA key, without leading zeros.
    pub(crate) fn rsa_modulus(&self) -> Option<&[u8]> {
        if !matches!(self.kind, KeyKind::Rsa { .. }) {
            return None;
        }
        let numbers = single(&self.key, tag::SEQUENCE, "RSA key").ok()?;
        let modulus = numbers.reader().expect(tag::INTEGER, "modulus").ok()?.content;
        let zeros = modulus.iter().take_while(|octet| **octet == 0).count();
        Some(&modulus[zeros..])
    }

    /// The key itself: a point, an RSAPublicKey, raw octets.
    pub(crate) fn key(&self) -> &[u8] {
        &self.key
    }
}

/// `ECDSA P-256`, `RSA 2048`.
impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dsa => f.write_str("DSA"),
            Self::Ec(curve) => write!(f, "ECDSA {curve}"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Ed448 => f.write_str("Ed448"),
            Self::MlDsa(size) => write!(f, "ML-DSA-{size}"),
            Self::Other(oid) => write!(f, "unknown ({oid})"),
            Self::Rsa { bits, .. } => write!(f, "RSA {bits}"),
        }
    }
}

impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Explicit => f.write_str("with explicit parameters"),
            Self::Other(oid) => write!(f, "on curve {oid}"),
            Self::P192 => f.write_str("P-192"),
            Self::P224 => f.write_str("P-224"),
            Self::P256 => f.write_str("P-256"),
            Self::P384 => f.write_str("P-384"),
            Self::P521 => f.write_str("P-521"),
        }
    }
}

fn kind(algorithm: &Oid, parameters: &[u8], key: &[u8]) -> KeyKind {
    match algorithm.octets() {
        oid::RSA | oid::RSA_PSS => rsa(key).unwrap_or_else(|_| KeyKind::Other(algorithm.clone())),
        oid::EC_PUBLIC_KEY => KeyKind::Ec(curve(parameters)),
        oid::ED25519 => KeyKind::Ed25519,
        oid::ED448 => KeyKind::Ed448,
        oid::DSA => KeyKind::Dsa,
        oid::ML_DSA_44 => KeyKind::MlDsa(44),
        oid::ML_DSA_65 => KeyKind::MlDsa(65),
        oid::ML_DSA_87 => KeyKind::MlDsa(87),
        _ => KeyKind::Other(algorithm.clone()),
    }
}

fn curve(parameters: &[u8]) -> Curve {
    let named = single(parameters, tag::OID, "a named curve").and_then(|tlv| object_id(&tlv));
    let Ok(named) = named else {
        return Curve::Explicit;
    };
    match named.octets() {
        oid::P192 => Curve::P192,
        oid::P224 => Curve::P224,
        oid::P256 => Curve::P256,
        oid::P384 => Curve::P384,
        oid::P521 => Curve::P521,
        _ => Curve::Other(named),
    }
}

fn rsa(key: &[u8]) -> Read<KeyKind> {
    let sequence = single(key, tag::SEQUENCE, "an RSA public key")?;
    let mut reader = sequence.reader();
    let modulus = integer(&reader.expect(tag::INTEGER, "an RSA modulus")?)?;
    let exponent = integer(&reader.expect(tag::INTEGER, "an RSA exponent")?)?;
    if !reader.is_empty() || modulus[0] >= 0x80 || exponent[0] >= 0x80 {
        return Err(sequence.fault("an RSA public key that is not two positive numbers"));
    }
    let stripped = |number: &[u8]| -> Box<[u8]> {
        let zeros = number.iter().take_while(|octet| **octet == 0).count();
        number[zeros..].into()
    };
    let digits = stripped(modulus);
    let octets = u32::try_from(digits.len()).unwrap_or(u32::MAX / 8);
    let bits = (octets * 8).saturating_sub(digits.first().map_or(0, |first| first.leading_zeros()));
    Ok(KeyKind::Rsa {
        bits,
        exponent: stripped(exponent),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_an_rsa_key_counts_its_significant_bits() {
        let key = |modulus: &[u8]| {
            let mut inner = vec![tag::INTEGER, u8::try_from(modulus.len()).expect("short")];
            inner.extend(modulus);
            inner.extend([tag::INTEGER, 3, 1, 0, 1]);
            let mut outer = vec![tag::SEQUENCE, u8::try_from(inner.len()).expect("short")];
            outer.extend(inner);
            rsa(&outer).map(|kind| kind.to_string()).ok()
        };
        assert_eq!(key(&[0x00, 0xff, 0xff]).as_deref(), Some("RSA 16"));
        assert_eq!(key(&[0x01, 0x00]).as_deref(), Some("RSA 9"));
        assert_eq!(key(&[0x00]).as_deref(), Some("RSA 0"));
        assert_eq!(key(&[0xff, 0x01]), None);
    }
}
