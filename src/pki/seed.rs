//! Keys from a seed, for tests that compare bytes: the same seed and label give the same key on every
//! machine. Whoever knows the seed has the key, so what is made this way says in its subject that it is
//! for tests.

use aws_lc_rs::hmac;

use super::key::{Key, Kind};
use crate::error::{Error, Result};

/// What keys are made from.
#[derive(Clone)]
pub(crate) struct Seed(Vec<u8>);

impl Seed {
    /// Reads hexadecimal digits.
    ///
    /// # Errors
    ///
    /// A usage error where they are none.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let pairs = text.as_bytes().chunks(2);
        let octets: Option<Vec<u8>> = pairs
            .map(|pair| {
                let pair = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
                let digits = pair.bytes().all(|digit| digit.is_ascii_hexdigit());
                digits.then(|| u8::from_str_radix(pair, 16).ok()).flatten()
            })
            .collect();
        octets
            .filter(|octets| !octets.is_empty())
            .map(Self)
            .ok_or_else(|| {
                Error::usage("`--seed` is not a sequence of octets")
                    .hint("write pairs of hexadecimal digits: --seed 0badc0de")
            })
    }

    /// The key of `kind` that belongs to `label`.
    ///
    /// # Errors
    ///
    /// A usage error for kinds whose making cannot be repeated.
    pub(crate) fn key(&self, kind: Kind, label: &str) -> Result<Key> {
        let length = match kind {
            Kind::Ed25519 | Kind::P256 => 32,
            Kind::P384 => 48,
            Kind::P521 => 66,
            _ => {
                return Err(Error::usage(format!("an {kind} key cannot be made from a seed"))
                    .hint("kinds that can: p256, p384, p521, ed25519"));
            }
        };
        // About one number in 2^32 is no key on P-256; the next one is.
        (0..64_u8)
            .find_map(|attempt| {
                let mut octets = self.expand(&format!("{}\n{label}", kind.id()), attempt, length);
                if kind == Kind::P521 {
                    octets[0] &= 1;
                }
                Key::from_scalar(kind, &octets)
            })
            .ok_or_else(|| Error::bug(format!("the seed gives no {kind} key")))
    }

    fn expand(&self, label: &str, attempt: u8, length: usize) -> Vec<u8> {
        let key = hmac::Key::new(hmac::HMAC_SHA512, &self.0);
        let block = |number: u8| hmac::sign(&key, &[label.as_bytes(), &[0, attempt, number]].concat());
        let mut octets = [block(0).as_ref(), block(1).as_ref()].concat();
        octets.truncate(length);
        octets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_label_give_the_same_key() {
        let seed = Seed::parse("00ff").expect("a seed");
        for kind in [Kind::P256, Kind::P384, Kind::P521, Kind::Ed25519] {
            let key = |label: &str| seed.key(kind, label).expect("a key");
            assert_eq!(key("a").pkcs8(), key("a").pkcs8(), "{kind}");
            assert_ne!(key("a").pkcs8(), key("b").pkcs8(), "{kind}");
            assert_eq!(key("a").sign(b"m").ok(), key("a").sign(b"m").ok(), "{kind}");
        }
        assert!(seed.key(Kind::Rsa2048, "a").is_err());
        assert!(seed.key(Kind::MlDsa44, "a").is_err());
    }

    #[test]
    fn a_seed_is_pairs_of_hexadecimal_digits() {
        for text in ["", "0", "0g", "+1", "00 11", "é"] {
            assert!(Seed::parse(text).is_err(), "{text}");
        }
    }
}
