//! Checking a signature with a public key: which pairs of algorithm and key there are, which of them are
//! too weak to count (MD5, SHA-1), and what aws-lc verifies (RFC 4055, 5758, 8410, 9881). It judges one
//! signature; whether the signer may sign at all is the verifier's question.

use std::fmt;

use aws_lc_rs::signature as lc;
use aws_lc_rs::signature::{UnparsedPublicKey, VerificationAlgorithm};

use super::cert::{Signature, algorithm};
use super::format::der::{single, tag};
use super::oid;
use super::primitive::{Oid, Read, small};
use super::public_key::{Curve, KeyKind, PublicKey};

/// Why a signature does not count.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Refusal {
    /// The algorithm's parameters are not what its RFC says.
    Parameters(Scheme),
    /// Nothing here can check it: an unknown algorithm, or a key of another kind than the algorithm's.
    Unsupported(Scheme),
    /// It rests on a broken hash; it was not checked.
    Weak(Scheme),
    /// It was checked, and is not this key's signature over these bytes.
    Wrong,
}

/// A signature algorithm as named by an AlgorithmIdentifier.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Scheme {
    DsaSha1,
    EcdsaSha1,
    EcdsaSha224,
    EcdsaSha256,
    EcdsaSha384,
    EcdsaSha512,
    Ed25519,
    Ed448,
    /// ML-DSA-44, -65 or -87.
    MlDsa(u8),
    RsaMd2,
    RsaMd5,
    /// The hash's bits, where the parameters are one of the usual triples of hash, mask and salt.
    RsaPss(Option<u16>),
    RsaSha1,
    RsaSha224,
    RsaSha256,
    RsaSha384,
    RsaSha512,
    Other(Oid),
}

/// Checks `signature` over `message` with `key`.
pub(crate) fn check(key: &PublicKey, signature: &Signature, message: &[u8]) -> Result<(), Refusal> {
    let scheme = Scheme::of(signature);
    if scheme.is_weak() {
        return Err(Refusal::Weak(scheme));
    }
    if !scheme.parameters_fit(&signature.parameters) {
        return Err(Refusal::Parameters(scheme));
    }
    let Some(verifier) = verifier(&scheme, key) else {
        return Err(Refusal::Unsupported(scheme));
    };
    UnparsedPublicKey::new(verifier, key.key())
        .verify(message, &signature.value)
        .map_err(|_| Refusal::Wrong)
}

impl Scheme {
    /// The scheme that a signature names.
    pub(crate) fn of(signature: &Signature) -> Self {
        match signature.algorithm.octets() {
            oid::DSA_SHA1 => Self::DsaSha1,
            oid::ECDSA_SHA1 => Self::EcdsaSha1,
            oid::ECDSA_SHA224 => Self::EcdsaSha224,
            oid::ECDSA_SHA256 => Self::EcdsaSha256,
            oid::ECDSA_SHA384 => Self::EcdsaSha384,
            oid::ECDSA_SHA512 => Self::EcdsaSha512,
            oid::ED25519 => Self::Ed25519,
            oid::ED448 => Self::Ed448,
            oid::ML_DSA_44 => Self::MlDsa(44),
            oid::ML_DSA_65 => Self::MlDsa(65),
            oid::ML_DSA_87 => Self::MlDsa(87),
            oid::RSA_MD2 => Self::RsaMd2,
            oid::RSA_MD5 => Self::RsaMd5,
            oid::RSA_PSS => Self::RsaPss(pss_bits(&signature.parameters).ok()),
            oid::RSA_SHA1 => Self::RsaSha1,
            oid::RSA_SHA224 => Self::RsaSha224,
            oid::RSA_SHA256 => Self::RsaSha256,
            oid::RSA_SHA384 => Self::RsaSha384,
            oid::RSA_SHA512 => Self::RsaSha512,
            _ => Self::Other(signature.algorithm.clone()),
        }
    }

    /// Whether its hash is MD2, MD5 or SHA-1.
    pub(crate) fn is_weak(&self) -> bool {
        matches!(
            self,
            Self::DsaSha1
                | Self::EcdsaSha1
                | Self::RsaMd2
                | Self::RsaMd5
                | Self::RsaSha1
                | Self::RsaPss(Some(160))
        )
    }

    /// NULL (or nothing) with PKCS#1 v1.5 (RFC 4055 §5), nothing with ECDSA, EdDSA and ML-DSA.
    fn parameters_fit(&self, parameters: &[u8]) -> bool {
        match self {
            Self::RsaSha224 | Self::RsaSha256 | Self::RsaSha384 | Self::RsaSha512 => {
                matches!(parameters, [] | [tag::NULL, 0])
            }
            Self::RsaPss(bits) => bits.is_some(),
            Self::Other(_) => true,
            _ => parameters.is_empty(),
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DsaSha1 => f.write_str("DSA with SHA-1"),
            Self::EcdsaSha1 => f.write_str("ECDSA with SHA-1"),
            Self::EcdsaSha224 => f.write_str("ECDSA with SHA-224"),
            Self::EcdsaSha256 => f.write_str("ECDSA with SHA-256"),
            Self::EcdsaSha384 => f.write_str("ECDSA with SHA-384"),
            Self::EcdsaSha512 => f.write_str("ECDSA with SHA-512"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Ed448 => f.write_str("Ed448"),
            Self::MlDsa(size) => write!(f, "ML-DSA-{size}"),
            Self::RsaMd2 => f.write_str("RSA with MD2"),
            Self::RsaMd5 => f.write_str("RSA with MD5"),
            Self::RsaPss(Some(160)) => f.write_str("RSA-PSS with SHA-1"),
            Self::RsaPss(Some(bits)) => write!(f, "RSA-PSS with SHA-{bits}"),
            Self::RsaPss(None) => f.write_str("RSA-PSS with unusual parameters"),
            Self::RsaSha1 => f.write_str("RSA with SHA-1"),
            Self::RsaSha224 => f.write_str("RSA with SHA-224"),
            Self::RsaSha256 => f.write_str("RSA with SHA-256"),
            Self::RsaSha384 => f.write_str("RSA with SHA-384"),
            Self::RsaSha512 => f.write_str("RSA with SHA-512"),
            Self::Other(oid) => write!(f, "an unknown algorithm ({oid})"),
        }
    }
}

fn verifier(scheme: &Scheme, key: &PublicKey) -> Option<&'static dyn VerificationAlgorithm> {
    match key.kind() {
        KeyKind::Rsa { .. } => rsa_verifier(scheme, key.algorithm()),
        KeyKind::Ec(curve) => ec_verifier(scheme, curve),
        KeyKind::Ed25519 if *scheme == Scheme::Ed25519 => Some(&lc::ED25519),
        KeyKind::MlDsa(44) if *scheme == Scheme::MlDsa(44) => Some(&lc::ML_DSA_44),
        KeyKind::MlDsa(65) if *scheme == Scheme::MlDsa(65) => Some(&lc::ML_DSA_65),
        KeyKind::MlDsa(87) if *scheme == Scheme::MlDsa(87) => Some(&lc::ML_DSA_87),
        _ => None,
    }
}

/// A key marked for PSS signs nothing else (RFC 4055 §1.2). Keys of 1024 bits are checked too, so that the
/// verifier can call them weak rather than their signatures wrong.
fn rsa_verifier(scheme: &Scheme, key: &Oid) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match scheme {
        Scheme::RsaPss(Some(256)) => &lc::RSA_PSS_2048_8192_SHA256,
        Scheme::RsaPss(Some(384)) => &lc::RSA_PSS_2048_8192_SHA384,
        Scheme::RsaPss(Some(512)) => &lc::RSA_PSS_2048_8192_SHA512,
        _ if key.is(oid::RSA_PSS) => return None,
        Scheme::RsaSha256 => &lc::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        Scheme::RsaSha384 => &lc::RSA_PKCS1_2048_8192_SHA384,
        Scheme::RsaSha512 => &lc::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
        _ => return None,
    })
}

fn ec_verifier(scheme: &Scheme, curve: &Curve) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match (curve, scheme) {
        (Curve::P256, Scheme::EcdsaSha256) => &lc::ECDSA_P256_SHA256_ASN1,
        (Curve::P256, Scheme::EcdsaSha384) => &lc::ECDSA_P256_SHA384_ASN1,
        (Curve::P256, Scheme::EcdsaSha512) => &lc::ECDSA_P256_SHA512_ASN1,
        (Curve::P384, Scheme::EcdsaSha256) => &lc::ECDSA_P384_SHA256_ASN1,
        (Curve::P384, Scheme::EcdsaSha384) => &lc::ECDSA_P384_SHA384_ASN1,
        (Curve::P384, Scheme::EcdsaSha512) => &lc::ECDSA_P384_SHA512_ASN1,
        (Curve::P521, Scheme::EcdsaSha256) => &lc::ECDSA_P521_SHA256_ASN1,
        (Curve::P521, Scheme::EcdsaSha384) => &lc::ECDSA_P521_SHA384_ASN1,
        (Curve::P521, Scheme::EcdsaSha512) => &lc::ECDSA_P521_SHA512_ASN1,
        _ => return None,
    })
}

/// The hash's bits where RSASSA-PSS-params (RFC 4055 §3.1) are a hash, MGF1 with the same hash and a salt
/// of its length; the defaults, left out, are SHA-1 with 20.
fn pss_bits(parameters: &[u8]) -> Read<u16> {
    let sequence = single(parameters, tag::SEQUENCE, "the parameters of RSA-PSS")?;
    let mut reader = sequence.reader();
    let hash = match reader.optional(tag::constructed(0))? {
        Some(field) => hash_bits(field.content)?,
        None => 160,
    };
    let mask = match reader.optional(tag::constructed(1))? {
        Some(field) => {
            let (kind, inner) = algorithm(&single(field.content, tag::SEQUENCE, "a mask function")?)?;
            let bits = hash_bits(inner)?;
            if kind.is(oid::MGF1) { bits } else { 0 }
        }
        None => 160,
    };
    let salt = match reader.optional(tag::constructed(2))? {
        Some(field) => small(&single(field.content, tag::INTEGER, "the length of the salt")?)?,
        None => 20,
    };
    let trailer = reader.optional(tag::constructed(3))?;
    if hash == mask && salt == u32::from(hash) / 8 && trailer.is_none() && reader.is_empty() {
        return Ok(hash);
    }
    Err(sequence.fault("parameters of RSA-PSS that are none of the usual"))
}

fn hash_bits(identifier: &[u8]) -> Read<u16> {
    let sequence = single(identifier, tag::SEQUENCE, "a hash algorithm")?;
    let (kind, _) = algorithm(&sequence)?;
    match kind.octets() {
        oid::SHA1 => Ok(160),
        oid::SHA256 => Ok(256),
        oid::SHA384 => Ok(384),
        oid::SHA512 => Ok(512),
        _ => Err(sequence.fault("an unknown hash")),
    }
}
