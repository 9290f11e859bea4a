//! RSA as no library will do it any more: keys of any size and any exponent, primes that lie too close
//! or that betray their generator, PKCS#1 v1.5 signatures with MD5 and SHA-1. For certificates that are
//! meant to be refused, and for nothing else: nothing here runs in constant time. RFC 8017.

use aws_lc_rs::{digest, rand};
use md5::Digest as _;
use num_bigint::BigUint;

use crate::error::{Error, Result};
use crate::pki::der::{self, tag};
use crate::pki::format::der::{Fault, single};
use crate::pki::oid;

/// A hash, also of those that are broken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Hash {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// An RSA key as plain numbers.
#[derive(Clone, Debug)]
pub(crate) struct Rsa {
    modulus: BigUint,
    public: BigUint,
    private: BigUint,
    primes: Vec<BigUint>,
}

/// The usual public exponent, F4.
pub(crate) const F4: u32 = 65_537;

impl Rsa {
    /// A key with a modulus of exactly `bits` bits and the exponent `e`.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn generate(bits: u64, e: u32) -> Result<Self> {
        loop {
            let p = prime(bits.div_ceil(2), e)?;
            let q = prime(bits / 2, e)?;
            if let Some(key) = Self::from_primes(vec![p, q], e).filter(|key| key.bits() == bits) {
                return Ok(key);
            }
        }
    }

    /// The key that these primes make; `None` where `e` has no inverse.
    pub(crate) fn from_primes(primes: Vec<BigUint>, e: u32) -> Option<Self> {
        let one = BigUint::from(1_u8);
        let modulus = primes.iter().product();
        let totient: BigUint = primes.iter().map(|prime| prime - &one).product();
        let public = BigUint::from(e);
        let private = if public == one {
            one
        } else {
            public.modinv(&totient)?
        };
        Some(Self {
            modulus,
            public,
            private,
            primes,
        })
    }

    /// The numbers of a two-prime key in PKCS#8 (RFC 5208) around PKCS#1 (RFC 8017 A.1.2).
    pub(crate) fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, Fault> {
        let mut outer = single(pkcs8, tag::SEQUENCE, "private key")?.reader();
        outer.expect(tag::INTEGER, "version")?;
        outer.expect(tag::SEQUENCE, "algorithm")?;
        let inner = outer.expect(tag::OCTET_STRING, "key")?;
        let mut numbers = single(inner.content, tag::SEQUENCE, "RSA key")?.reader();
        numbers.expect(tag::INTEGER, "version")?;
        let mut next = || {
            let number = numbers.expect(tag::INTEGER, "number")?;
            Ok(BigUint::from_bytes_be(number.content))
        };
        Ok(Self {
            modulus: next()?,
            public: next()?,
            private: next()?,
            primes: vec![next()?, next()?],
        })
    }

    /// The same key with another public exponent, even one that cannot work.
    #[must_use]
    pub(crate) fn claiming(mut self, e: u32) -> Self {
        self.public = BigUint::from(e);
        self
    }

    /// The prime factors.
    pub(crate) fn primes(&self) -> &[BigUint] {
        &self.primes
    }

    /// The size of the modulus.
    pub(crate) fn bits(&self) -> u64 {
        self.modulus.bits()
    }

    /// The SubjectPublicKeyInfo.
    pub(crate) fn spki(&self) -> Vec<u8> {
        let public = der::sequence([number(&self.modulus), number(&self.public)]);
        der::sequence([identifier(oid::RSA), der::bits(&public)])
    }

    /// The private key as PKCS#8 v1, multi-prime where it has more than two (RFC 8017 A.1.2).
    pub(crate) fn pkcs8(&self) -> Vec<u8> {
        let one = BigUint::from(1_u8);
        let zero = BigUint::ZERO;
        let inverse = |a: &BigUint, modulus: &BigUint| a.modinv(modulus).unwrap_or(BigUint::ZERO);
        let (p, q) = (&self.primes[0], &self.primes[1]);
        let mut others = Vec::new();
        let mut before = p * q;
        for prime in &self.primes[2..] {
            let exponent = &self.private % (prime - &one);
            others.push(der::sequence([
                number(prime),
                number(&exponent),
                number(&inverse(&before, prime)),
            ]));
            before *= prime;
        }
        let version = if others.is_empty() { &zero } else { &one };
        let pkcs1 = der::sequence([
            number(version),
            number(&self.modulus),
            number(&self.public),
            number(&self.private),
            number(p),
            number(q),
            number(&(&self.private % (p - &one))),
            number(&(&self.private % (q - &one))),
            number(&inverse(q, p)),
            if others.is_empty() {
                Vec::new()
            } else {
                der::sequence(others)
            },
        ]);
        der::sequence([der::integer(&[0]), identifier(oid::RSA), der::octets(&pkcs1)])
    }

    /// A PKCS#1 v1.5 signature (RFC 8017 §8.2.1); `None` where the modulus has no room for the hash.
    pub(crate) fn sign(&self, hash: Hash, message: &[u8]) -> Option<Vec<u8>> {
        let size = usize::try_from(self.bits().div_ceil(8)).ok()?;
        let info = der::sequence([identifier(hash.oid()), der::octets(&hash.of(message))]);
        let padding = size.checked_sub(info.len() + 3).filter(|octets| *octets >= 8)?;
        let padded = der::concat([&[0, 1][..], &vec![0xff; padding], &[0], &info]);
        let signature = BigUint::from_bytes_be(&padded).modpow(&self.private, &self.modulus);
        let octets = signature.to_bytes_be();
        Some(der::concat([vec![0; size - octets.len()], octets]))
    }
}

impl Hash {
    /// The AlgorithmIdentifier of this hash with RSA, PKCS#1 v1.5 (RFC 4055 §5).
    pub(crate) fn with_rsa(self) -> Vec<u8> {
        let last = match self {
            Self::Md5 => 4,
            Self::Sha1 => 5,
            Self::Sha256 => 11,
            Self::Sha384 => 12,
            Self::Sha512 => 13,
        };
        identifier(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, last])
    }

    fn oid(self) -> &'static [u8] {
        match self {
            Self::Md5 => &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5],
            Self::Sha1 => &[0x2b, 0x0e, 3, 2, 0x1a],
            Self::Sha256 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1],
            Self::Sha384 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2],
            Self::Sha512 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3],
        }
    }

    fn of(self, message: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            Self::Md5 => return md5::Md5::digest(message).to_vec(),
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        };
        digest::digest(algorithm, message).as_ref().to_vec()
    }
}

/// A random prime of `bits` bits, its top two bits set, that works with the exponent `e`.
///
/// # Errors
///
/// A bug where the system gives no randomness.
pub(crate) fn prime(bits: u64, e: u32) -> Result<BigUint> {
    let mut start = random(bits)?;
    start.set_bit(bits - 1, true);
    start.set_bit(bits - 2, true);
    next_prime(&start, e)
}

/// The first prime at or after `start` that works with the exponent `e`.
///
/// # Errors
///
/// A bug where the system gives no randomness.
pub(crate) fn next_prime(start: &BigUint, e: u32) -> Result<BigUint> {
    let mut candidate = start.clone();
    candidate.set_bit(0, true);
    let one = BigUint::from(1_u8);
    loop {
        let works = e == 1 || (&candidate - &one).modinv(&BigUint::from(e)).is_some();
        if works && is_prime(&candidate)? {
            return Ok(candidate);
        }
        candidate += 2_u8;
    }
}

/// A prime of the shape that Infineon's library made (ROCA, CVE-2017-15361): k·M + (65537^a mod M) with M
/// the product of the first 126 primes, for moduli of 2048 bits.
///
/// # Errors
///
/// A bug where the system gives no randomness.
pub(crate) fn roca_prime() -> Result<BigUint> {
    let primorial: BigUint = small_primes().take(126).map(BigUint::from).product();
    let generator = BigUint::from(F4);
    let low = (BigUint::from(3_u8) << 1022) / &primorial + 1_u8;
    let span: BigUint = (BigUint::from(1_u8) << 1024) / &primorial - &low;
    loop {
        let k = &low + random(span.bits() + 32)? % &span;
        let candidate = k * &primorial + generator.modpow(&random(64)?, &primorial);
        if is_prime(&candidate)? && (&candidate - 1_u8).modinv(&generator).is_some() {
            return Ok(candidate);
        }
    }
}

fn random(bits: u64) -> Result<BigUint> {
    let mut octets = vec![0; usize::try_from(bits.div_ceil(8)).unwrap_or_default()];
    rand::fill(&mut octets).map_err(|_| Error::bug("the system gives no randomness"))?;
    Ok(BigUint::from_bytes_be(&octets) % (BigUint::from(1_u8) << bits))
}

/// Trial division, then Miller-Rabin: eight random bases, which for random candidates is plenty.
fn is_prime(candidate: &BigUint) -> Result<bool> {
    for small in small_primes().take(300) {
        if candidate % small == BigUint::ZERO {
            return Ok(*candidate == BigUint::from(small));
        }
    }
    let one = BigUint::from(1_u8);
    let below = candidate - &one;
    let twos = below.trailing_zeros().unwrap_or_default();
    let odd = &below >> twos;
    for round in 0..8 {
        let base = match round {
            0 => BigUint::from(2_u8),
            _ => random(64)? + 2_u8,
        };
        let mut power = base.modpow(&odd, candidate);
        let mut left = twos;
        while power != one && power != below && left > 1 {
            power = &power * &power % candidate;
            left -= 1;
        }
        let passes = power == below || (power == one && left == twos);
        if !passes {
            return Ok(false);
        }
    }
    Ok(true)
}

fn small_primes() -> impl Iterator<Item = u32> {
    (2_u32..).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0))
}

fn number(value: &BigUint) -> Vec<u8> {
    der::integer(&value.to_bytes_be())
}

fn identifier(algorithm: &[u8]) -> Vec<u8> {
    der::sequence([der::oid(algorithm), der::element(tag::NULL, &[])])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(key: &Rsa, hash: Hash, message: &[u8]) -> bool {
        let signature = key.sign(hash, message).expect("room for the hash");
        let opened = BigUint::from_bytes_be(&signature).modpow(&key.public, &key.modulus);
        opened.to_bytes_be().ends_with(&hash.of(message))
    }

    #[test]
    fn keys_have_the_size_asked_for_and_their_signatures_open() {
        for bits in [512, 767, 1024] {
            let key = Rsa::generate(bits, F4).expect("a key");
            assert_eq!(key.bits(), bits);
            for hash in [Hash::Md5, Hash::Sha1, Hash::Sha256] {
                assert!(holds(&key, hash, b"message"), "{bits} {hash:?}");
            }
        }
    }

    #[test]
    fn a_modulus_without_room_for_the_hash_does_not_sign() {
        let key = Rsa::generate(512, F4).expect("a key");
        assert!(key.sign(Hash::Sha384, b"message").is_none());
    }

    #[test]
    fn the_exponent_can_be_anything() {
        for e in [1, 3] {
            let key = Rsa::generate(512, e).expect("a key");
            assert!(holds(&key, Hash::Sha256, b"message"), "{e}");
        }
    }

    #[test]
    fn three_primes_make_a_key_too() {
        let primes = vec![
            prime(256, F4).expect("a prime"),
            prime(256, F4).expect("a prime"),
            BigUint::from(251_u8),
        ];
        let key = Rsa::from_primes(primes, F4).expect("a key");
        assert!(holds(&key, Hash::Sha1, b"message"));
    }

    #[test]
    fn a_roca_prime_is_a_power_of_65537_modulo_every_small_prime() {
        let prime = roca_prime().expect("a prime");
        assert_eq!(prime.bits(), 1024);
        for small in small_primes().take(126) {
            let residue = &prime % small;
            let reached = (0..small)
                .scan(1_u32, |power, _| {
                    let current = *power;
                    *power = u32::try_from(u64::from(*power) * u64::from(F4) % u64::from(small)).ok()?;
                    Some(current)
                })
                .any(|power| residue == BigUint::from(power));
            assert!(reached, "{small}");
        }
    }
}
