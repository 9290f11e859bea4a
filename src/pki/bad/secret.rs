//! The key of a case: a sound one from the library, weak RSA, one on a curve that TLS does not have,
//! or one of a kind that nothing here signs with. The others sign with whatever they are told to.

use std::fmt;

use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256K1_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};

use super::weak::{Hash, Rsa};
use crate::error::{Error, Result};
use crate::pki::algorithm::Signature;
use crate::pki::key::{Key, Kind};

/// A private key that may be a bad one.
pub(crate) enum Secret {
    /// One that any program uses.
    Sound(Key),
    /// One of a kind that nothing here signs with: its PKCS#8 and its SubjectPublicKeyInfo.
    Foreign(Vec<u8>, Vec<u8>),
    /// ECDSA on secp256k1, with its PKCS#8 and its SubjectPublicKeyInfo.
    Koblitz(EcdsaKeyPair, Vec<u8>, Vec<u8>),
    /// RSA as plain numbers.
    Weak(Rsa),
}

impl Secret {
    /// A sound key.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn sound(kind: Kind) -> Result<Self> {
        Key::generate(kind).map(Self::Sound)
    }

    /// A key on secp256k1, the curve of cryptocurrencies.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn koblitz() -> Result<Self> {
        let made = EcdsaKeyPair::generate(&ECDSA_P256K1_SHA256_ASN1_SIGNING).and_then(|pair| {
            let private = pair.to_pkcs8v1()?;
            let public: PublicKeyX509Der<'_> = pair.public_key().as_der()?;
            let (private, public) = (private.as_ref().to_vec(), public.as_ref().to_vec());
            Ok(Self::Koblitz(pair, private, public))
        });
        made.map_err(|_| Error::bug("no secp256k1 key could be made"))
    }

    /// The private key as PKCS#8 v1 DER.
    pub(crate) fn pkcs8(&self) -> Vec<u8> {
        match self {
            Self::Foreign(private, _) | Self::Koblitz(_, private, _) => private.clone(),
            Self::Sound(key) => key.pkcs8().to_vec(),
            Self::Weak(key) => key.pkcs8(),
        }
    }

    /// The SubjectPublicKeyInfo.
    pub(crate) fn spki(&self) -> Vec<u8> {
        match self {
            Self::Foreign(_, public) | Self::Koblitz(_, _, public) => public.clone(),
            Self::Sound(key) => key.spki().to_vec(),
            Self::Weak(key) => key.spki(),
        }
    }

    /// The AlgorithmIdentifier of [`Secret::sign`].
    ///
    /// # Errors
    ///
    /// A refusal where nothing here signs with such a key.
    pub(crate) fn algorithm(&self) -> Result<Vec<u8>> {
        match self {
            Self::Foreign(..) => Err(unsigned()),
            Self::Koblitz(..) => Ok(Signature::EcdsaSha256.identifier()),
            Self::Sound(key) => Ok(key.signature()?.identifier()),
            Self::Weak(_) => Ok(Hash::Sha256.with_rsa()),
        }
    }

    /// Signs with the algorithm that goes with the key.
    ///
    /// # Errors
    ///
    /// A refusal where nothing here signs with such a key.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        match self {
            Self::Foreign(..) => Err(unsigned()),
            Self::Koblitz(pair, ..) => pair
                .sign(&SystemRandom::new(), message)
                .map(|signature| signature.as_ref().to_vec())
                .map_err(|_| Error::bug("a secp256k1 key does not sign")),
            Self::Sound(key) => key.sign(message),
            Self::Weak(_) => self.sign_with(Hash::Sha256, message),
        }
    }

    /// Signs with RSA, PKCS#1 v1.5 and a hash of the caller's choice.
    ///
    /// # Errors
    ///
    /// A refusal where the key is not RSA or is too short for the hash.
    pub(crate) fn sign_with(&self, hash: Hash, message: &[u8]) -> Result<Vec<u8>> {
        let signature = match self {
            Self::Weak(key) => key.sign(hash, message),
            _ => None,
        };
        signature.ok_or_else(|| Error::refused("this key does not sign with that hash"))
    }
}

fn unsigned() -> Error {
    Error::refused("nothing here signs with a key of this kind")
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Foreign(..) => "Secret(foreign)",
            Self::Koblitz(..) => "Secret(secp256k1)",
            Self::Sound(_) => "Secret(sound)",
            Self::Weak(_) => "Secret(weak RSA)",
        })
    }
}
