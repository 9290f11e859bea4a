//! A public key as it stands in a certificate (SubjectPublicKeyInfo, RFC 5280 §4.1.2.7): what kind it
//! is, how large, and its numbers for those who judge them.

use super::id;
use crate::pki::format::der::{Tlv, tag};

/// A SubjectPublicKeyInfo.
#[derive(Clone, Debug)]
pub(crate) struct PublicKey<'a> {
    /// The whole SubjectPublicKeyInfo.
    pub(crate) spki: Tlv<'a>,
    /// The dotted id of the algorithm.
    pub(crate) algorithm: String,
    /// The algorithm's parameters, where there are any.
    pub(crate) parameters: Option<Tlv<'a>>,
    /// The bits of the key; empty where they cannot be read.
    pub(crate) bits: &'a [u8],
}

impl<'a> PublicKey<'a> {
    /// Reads as much of a key as can be read.
    pub(crate) fn new(spki: Tlv<'a>) -> Self {
        let mut fields = spki.reader();
        let mut algorithm = String::new();
        let mut parameters = None;
        if let Ok(identifier) = fields.expect(tag::SEQUENCE, "the key's algorithm") {
            let mut inside = identifier.reader();
            algorithm = inside.any().map_or_else(|_| String::new(), |id| id.oid());
            parameters = inside.any().ok();
        }
        let bits = fields.expect(tag::BIT_STRING, "the key").ok();
        Self {
            spki,
            algorithm,
            parameters,
            bits: bits.and_then(|bits| bits.bits()).map_or(&[], |(_, bytes)| bytes),
        }
    }

    /// Whether it is an RSA key, PSS included.
    pub(crate) fn is_rsa(&self) -> bool {
        self.algorithm == id::RSA || self.algorithm == id::RSA_PSS
    }

    /// Whether it is a key on a curve for ECDSA.
    pub(crate) fn is_ec(&self) -> bool {
        self.algorithm == id::EC_PUBLIC_KEY
    }

    /// The dotted id of an EC key's curve, where it is a named one.
    pub(crate) fn curve(&self) -> Option<String> {
        let named = self.parameters.filter(|p| self.is_ec() && p.tag == tag::OID)?;
        Some(named.oid())
    }

    /// An RSA key's modulus and exponent, big-endian without leading zeros.
    pub(crate) fn rsa(&self) -> Option<(&'a [u8], &'a [u8])> {
        self.is_rsa().then_some(())?;
        let (modulus, exponent) = rsa_numbers(self.bits)?;
        Some((trim(modulus.content), trim(exponent.content)))
    }

    /// The size that people go by: an RSA modulus in bits, the order of a curve in bits.
    pub(crate) fn size(&self) -> Option<usize> {
        if let Some((modulus, _)) = self.rsa() {
            return Some(bit_length(modulus));
        }
        if self.algorithm == id::DSA {
            let prime = self.parameters?.reader().expect(tag::INTEGER, "the prime").ok()?;
            return Some(bit_length(trim(prime.content)));
        }
        match (self.algorithm.as_str(), self.curve().as_deref()) {
            (_, Some(curve)) => CURVES
                .iter()
                .find(|(id, ..)| *id == curve)
                .map(|(.., bits)| *bits),
            ("1.3.101.112" | "1.3.101.110", _) => Some(256),
            ("1.3.101.113" | "1.3.101.111", _) => Some(456),
            _ => None,
        }
    }

    /// What people call it: `ECDSA P-256`, `RSA 2048`.
    pub(crate) fn name(&self) -> String {
        let sized = |name: &str| match self.size() {
            Some(bits) => format!("{name} {bits}"),
            None if self.bits.is_empty() => name.to_owned(),
            None => format!("{name} (damaged)"),
        };
        match self.algorithm.as_str() {
            "" => "unreadable".to_owned(),
            id::RSA => sized("RSA"),
            id::DSA => sized("DSA"),
            id::RSA_PSS => sized("RSA-PSS"),
            id::EC_PUBLIC_KEY => match self.curve() {
                Some(curve) => CURVES.iter().find(|(id, ..)| *id == curve).map_or_else(
                    || format!("ECDSA {curve}"),
                    |(_, name, _)| format!("ECDSA {name}"),
                ),
                None => "ECDSA with explicit parameters".to_owned(),
            },
            other => ALGORITHMS
                .iter()
                .find(|(id, _)| *id == other)
                .map_or_else(|| format!("unknown ({other})"), |(_, name)| (*name).to_owned()),
        }
    }
}

/// The INTEGERs of a PKCS#1 RSAPublicKey.
pub(crate) fn rsa_numbers(der: &[u8]) -> Option<(Tlv<'_>, Tlv<'_>)> {
    let key = crate::pki::format::der::single(der, tag::SEQUENCE, "an RSA key").ok()?;
    let mut numbers = key.reader();
    let modulus = numbers.expect(tag::INTEGER, "the modulus").ok()?;
    Some((modulus, numbers.expect(tag::INTEGER, "the exponent").ok()?))
}

/// The number of bits of a big-endian number without leading zero bytes.
pub(crate) fn bit_length(number: &[u8]) -> usize {
    number
        .first()
        .map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}

fn trim(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}

/// Named curves: id, name, bits.
const CURVES: &[(&str, &str, usize)] = &[
    ("1.2.840.10045.3.1.1", "P-192", 192),
    (id::P256, "P-256", 256),
    (id::P384, "P-384", 384),
    (id::P521, "P-521", 521),
    ("1.3.132.0.10", "secp256k1", 256),
    ("1.3.132.0.33", "P-224", 224),
    ("1.3.36.3.3.2.8.1.1.1", "brainpoolP160r1", 160),
    ("1.3.36.3.3.2.8.1.1.3", "brainpoolP192r1", 192),
    ("1.3.36.3.3.2.8.1.1.5", "brainpoolP224r1", 224),
    ("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1", 256),
    ("1.3.36.3.3.2.8.1.1.8", "brainpoolP256t1", 256),
    ("1.3.36.3.3.2.8.1.1.9", "brainpoolP320r1", 320),
    ("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1", 384),
    ("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1", 512),
    ("1.2.156.10197.1.301", "SM2", 256),
];

/// Keys that are neither RSA nor ECDSA.
const ALGORITHMS: &[(&str, &str)] = &[
    ("1.2.840.10046.2.1", "Diffie-Hellman"),
    ("1.3.101.110", "X25519"),
    ("1.3.101.111", "X448"),
    ("1.3.101.112", "Ed25519"),
    ("1.3.101.113", "Ed448"),
    ("1.2.643.7.1.1.1.1", "GOST R 34.10-2012 (256)"),
    ("1.2.643.7.1.1.1.2", "GOST R 34.10-2012 (512)"),
    ("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
    ("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
    ("2.16.840.1.101.3.4.3.19", "ML-DSA-87"),
    ("2.16.840.1.101.3.4.4.1", "ML-KEM-512"),
    ("2.16.840.1.101.3.4.4.2", "ML-KEM-768"),
    ("2.16.840.1.101.3.4.4.3", "ML-KEM-1024"),
];
