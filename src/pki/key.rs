//! A private key: made, read from any of its four plain encodings, and used to sign. Kept as PKCS#8 v1,
//! which every program reads (RFC 5208; Ed25519 as in RFC 8410 §7 without the public key, since
//! OpenSSL 3.0 refuses version 2). Must not show the key: its `Debug` is its public half's kind.

use std::fmt;

use aws_lc_rs::encoding::{AsBigEndian as _, AsDer, EcPrivateKeyBin, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    self as aws, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, PqdsaKeyPair, RsaKeyPair,
};

use super::algorithm::Signature;
use super::der::{self, tag};
use super::format::der::{Tlv, single};
use super::{oid, opaque, rfc6979};
use crate::error::{Error, Result};

/// The kinds of key that can be made.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Kind {
    P256,
    P384,
    P521,
    Ed25519,
    Rsa2048,
    Rsa3072,
    Rsa4096,
    MlDsa44,
    MlDsa65,
    MlDsa87,
}

impl Kind {
    /// Every kind, with its id and what people call it.
    const TABLE: &'static [(Self, &'static str, &'static str)] = &[
        (Self::P256, "p256", "ECDSA P-256"),
        (Self::P384, "p384", "ECDSA P-384"),
        (Self::P521, "p521", "ECDSA P-521"),
        (Self::Ed25519, "ed25519", "Ed25519"),
        (Self::Rsa2048, "rsa2048", "RSA 2048"),
        (Self::Rsa3072, "rsa3072", "RSA 3072"),
        (Self::Rsa4096, "rsa4096", "RSA 4096"),
        (Self::MlDsa44, "ml-dsa-44", "ML-DSA-44"),
        (Self::MlDsa65, "ml-dsa-65", "ML-DSA-65"),
        (Self::MlDsa87, "ml-dsa-87", "ML-DSA-87"),
    ];

    /// Every kind.
    pub(crate) const ALL: &'static [Self] = &[
        Self::P256,
        Self::P384,
        Self::P521,
        Self::Ed25519,
        Self::Rsa2048,
        Self::Rsa3072,
        Self::Rsa4096,
        Self::MlDsa44,
        Self::MlDsa65,
        Self::MlDsa87,
    ];

    /// The value of `--key-type`.
    pub(crate) fn id(self) -> &'static str {
        self.row().1
    }

    /// The kind of that id, or of a name that other tools have for it.
    pub(crate) fn named(text: &str) -> Option<Self> {
        let known = Self::ALL.iter().find(|kind| {
            let is_called = |name: &str| name.eq_ignore_ascii_case(text);
            is_called(kind.id()) || kind.aliases().iter().any(|name| is_called(name))
        });
        known.copied()
    }

    /// What certbot, OpenSSL, step, lego and others call it, in whatever case; `ecdsa` and `rsa` alone are what certbot makes of them.
    pub(crate) fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::P256 => &[
                "ecdsa",
                "ec",
                "p-256",
                "secp256r1",
                "prime256v1",
                "ecdsa-p256",
                "ecdsa-p-256",
                "ec-p256",
                "ec:p-256",
                "ec:p256",
                "ecdsa:p256",
                "ec256",
            ],
            Self::P384 => &[
                "p-384",
                "secp384r1",
                "ecdsa-p384",
                "ecdsa-p-384",
                "ec-p384",
                "ec:p-384",
                "ec:p384",
                "ecdsa:p384",
                "ec384",
            ],
            Self::P521 => &[
                "p-521",
                "secp521r1",
                "ecdsa-p521",
                "ecdsa-p-521",
                "ec-p521",
                "ec:p-521",
                "ec:p521",
                "ecdsa:p521",
                "ec521",
            ],
            Self::Rsa2048 => &["rsa", "rsa-2048", "rsa:2048"],
            Self::Rsa3072 => &["rsa-3072", "rsa:3072"],
            Self::Rsa4096 => &["rsa-4096", "rsa:4096"],
            Self::Ed25519 => &["ed-25519"],
            Self::MlDsa44 => &["mldsa44", "mldsa-44"],
            Self::MlDsa65 => &["mldsa65", "mldsa-65"],
            Self::MlDsa87 => &["mldsa87", "mldsa-87"],
        }
    }

    fn row(self) -> &'static (Self, &'static str, &'static str) {
        let row = Self::TABLE.iter().find(|(kind, ..)| *kind == self);
        row.expect("the table has every kind, which a test checks")
    }

    fn from_signer(signer: &Signer) -> Option<Self> {
        Some(match signer {
            Signer::Ecdsa(_, Signature::EcdsaSha256) => Self::P256,
            Signer::Ecdsa(_, Signature::EcdsaSha384) => Self::P384,
            Signer::Ecdsa(..) => Self::P521,
            Signer::Ed25519(_) => Self::Ed25519,
            Signer::MlDsa(_, Signature::MlDsa44) => Self::MlDsa44,
            Signer::MlDsa(_, Signature::MlDsa65) => Self::MlDsa65,
            Signer::MlDsa(..) => Self::MlDsa87,
            Signer::Rsa(pair) => match pair.public_modulus_len() {
                256 => Self::Rsa2048,
                384 => Self::Rsa3072,
                512 => Self::Rsa4096,
                _ => return None,
            },
            Signer::None => return None,
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().2)
    }
}

/// A private key.
pub(crate) struct Key {
    pkcs8: Vec<u8>,
    spki: Vec<u8>,
    label: String,
    signer: Signer,
    /// Whether ECDSA signatures are RFC 6979's, and serial numbers come from content.
    deterministic: bool,
}

enum Signer {
    Ecdsa(EcdsaKeyPair, Signature),
    Ed25519(Ed25519KeyPair),
    MlDsa(PqdsaKeyPair, Signature),
    /// Readable and comparable, but of a kind or size that nothing here signs with.
    None,
    Rsa(RsaKeyPair),
}

impl Key {
    /// Makes a key.
    ///
    /// # Errors
    ///
    /// A bug where the system gives no randomness.
    pub(crate) fn generate(kind: Kind) -> Result<Self> {
        let made = match kind {
            Kind::P256 | Kind::P384 | Kind::P521 => generate_ecdsa(kind),
            Kind::Ed25519 => Ed25519KeyPair::generate().map(Signer::Ed25519),
            Kind::Rsa2048 => RsaKeyPair::generate(KeySize::Rsa2048).map(Signer::Rsa),
            Kind::Rsa3072 => RsaKeyPair::generate(KeySize::Rsa3072).map(Signer::Rsa),
            Kind::Rsa4096 => RsaKeyPair::generate(KeySize::Rsa4096).map(Signer::Rsa),
            Kind::MlDsa44 => ml_dsa(&aws::ML_DSA_44_SIGNING, Signature::MlDsa44),
            Kind::MlDsa65 => ml_dsa(&aws::ML_DSA_65_SIGNING, Signature::MlDsa65),
            Kind::MlDsa87 => ml_dsa(&aws::ML_DSA_87_SIGNING, Signature::MlDsa87),
        };
        made.ok()
            .and_then(Self::from_signer)
            .ok_or_else(|| Error::bug(format!("no {kind} key could be made")))
    }

    /// The key with this private number (or for Ed25519, this seed), where it is one; deterministic.
    pub(crate) fn from_scalar(kind: Kind, octets: &[u8]) -> Option<Self> {
        let ec = |curve| {
            let identifier = der::sequence([der::oid(oid::EC_PUBLIC_KEY), der::oid(curve)]);
            let private = der::sequence([der::integer(&[1]), der::octets(octets)]);
            Self::from_parts(&identifier, &private, None)
        };
        let key = match kind {
            Kind::P256 => ec(oid::P256),
            Kind::P384 => ec(oid::P384),
            Kind::P521 => ec(oid::P521),
            Kind::Ed25519 => Self::from_parts(
                &der::sequence([der::oid(oid::ED25519)]),
                &der::octets(octets),
                None,
            ),
            _ => return None,
        };
        key.ok().map(Self::deterministic)
    }

    /// The same key, signing the same way each time.
    #[must_use]
    pub(crate) fn deterministic(mut self) -> Self {
        self.deterministic = true;
        self
    }

    /// Whether it signs the same way each time.
    pub(crate) fn is_deterministic(&self) -> bool {
        self.deterministic
    }

    /// The private number of an EC key.
    fn scalar(&self) -> Option<Vec<u8>> {
        let fields = single(&self.pkcs8, tag::SEQUENCE, "private key")
            .ok()?
            .children()
            .ok()?;
        let inner = single(fields.get(2)?.content, tag::SEQUENCE, "EC key")
            .ok()?
            .children()
            .ok()?;
        Some(inner.get(1)?.content.to_vec())
    }

    /// Reads PKCS#8 of either version, PKCS#1 or SEC1, told apart by content.
    ///
    /// # Errors
    ///
    /// An input error that says what it is instead: encrypted, of an unknown kind, or inconsistent.
    pub(crate) fn from_der(der: &[u8]) -> Result<Self> {
        let not_a_key = || Error::input("this is no private key in PKCS#8, PKCS#1 or SEC1 form");
        let fields = single(der, tag::SEQUENCE, "private key").and_then(|key| key.children());
        let fields = fields.map_err(|fault| not_a_key().because(fault))?;
        let curve = || fields.iter().find(|field| field.tag == tag::constructed(0));
        match fields.iter().map(|field| field.tag).take(3).collect::<Vec<_>>()[..] {
            [tag::SEQUENCE, tag::OCTET_STRING, ..] => Err(Error::input("the private key is encrypted")),
            [tag::INTEGER, tag::SEQUENCE, tag::OCTET_STRING] => {
                let public = fields.iter().find(|field| field.tag == tag::context(1));
                let attached = public.map(|public| public.content);
                Self::from_parts(fields[1].full, fields[2].content, attached)
            }
            [tag::INTEGER, tag::INTEGER, ..] if fields.len() == DSA_NUMBERS => Self::from_dsa(&fields),
            [tag::INTEGER, tag::INTEGER, ..] => {
                let identifier = der::sequence([der::oid(oid::RSA), der::element(tag::NULL, &[])]);
                Self::from_parts(&identifier, der, None)
            }
            [tag::INTEGER, tag::OCTET_STRING, ..] => {
                let curve = curve().ok_or_else(|| {
                    Error::input("the EC private key does not name its curve")
                        .hint("`openssl pkcs8 -topk8 -nocrypt` writes one that does")
                })?;
                let identifier = der::sequence([&der::oid(oid::EC_PUBLIC_KEY)[..], curve.content]);
                Self::from_parts(&identifier, der, None)
            }
            _ => Err(not_a_key()),
        }
    }

    /// The private key as PKCS#8 v1 DER.
    pub(crate) fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The public half as SubjectPublicKeyInfo DER.
    pub(crate) fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// The kind, where it is one that can be made here.
    pub(crate) fn kind(&self) -> Option<Kind> {
        Kind::from_signer(&self.signer)
    }

    /// What people call it: `ECDSA P-256`, `RSA 1024`.
    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    /// Whether it is an RSA key of any size.
    pub(crate) fn is_rsa(&self) -> bool {
        self.label.starts_with("RSA")
    }

    /// The signature algorithm that [`Key::sign`] uses: the hash that goes with the curve, SHA-256 for
    /// RSA (RFC 5480 §4, RFC 8017).
    ///
    /// # Errors
    ///
    /// A refusal where nothing here signs with such a key.
    pub(crate) fn signature(&self) -> Result<Signature> {
        match &self.signer {
            Signer::Ecdsa(_, algorithm) | Signer::MlDsa(_, algorithm) => Ok(*algorithm),
            Signer::Ed25519(_) => Ok(Signature::Ed25519),
            Signer::None => Err(self.cannot_sign()),
            Signer::Rsa(_) => Ok(Signature::RsaSha256),
        }
    }

    /// Signs `message` with [`Key::signature`].
    ///
    /// # Errors
    ///
    /// A refusal where nothing here signs with such a key.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        self.sign_as(self.signature()?, message)
    }

    /// Signs `message` with an algorithm of the caller's choice.
    ///
    /// # Errors
    ///
    /// A refusal where the algorithm and the key do not go together.
    pub(crate) fn sign_as(&self, algorithm: Signature, message: &[u8]) -> Result<Vec<u8>> {
        let signed = match &self.signer {
            Signer::Ecdsa(..) if self.deterministic => self
                .scalar()
                .and_then(|scalar| rfc6979::sign(algorithm, &scalar, message)),
            Signer::Ecdsa(pair, own) if *own == algorithm => pair
                .sign(&SystemRandom::new(), message)
                .ok()
                .map(|s| s.as_ref().to_vec()),
            Signer::Ed25519(pair) if algorithm == Signature::Ed25519 => {
                pair.try_sign(message).ok().map(|s| s.as_ref().to_vec())
            }
            Signer::MlDsa(pair, own) if *own == algorithm => {
                let mut signature = vec![0; pair.algorithm().signature_len()];
                pair.sign(message, &mut signature).ok().map(|_| signature)
            }
            Signer::Rsa(pair) => sign_rsa(pair, algorithm, message),
            _ => None,
        };
        signed.ok_or_else(|| self.cannot_sign())
    }

    fn cannot_sign(&self) -> Error {
        Error::refused(format!("an {} key cannot sign this here", self.label))
            .hint("keys that sign are P-256, P-384, P-521, Ed25519, ML-DSA, and RSA of 2048 to 8192 bits")
    }

    /// From OpenSSL's traditional form of a DSA key: version, p, q, g, y, x.
    fn from_dsa(fields: &[Tlv<'_>]) -> Result<Self> {
        let numbers = der::sequence([fields[1].full, fields[2].full, fields[3].full]);
        let identifier = der::sequence([der::oid(oid::DSA), numbers]);
        Self::from_parts(&identifier, fields[5].full, None)
    }

    /// From an AlgorithmIdentifier, the private key inside the PKCS#8 OCTET STRING, and the public bits that
    /// may be attached.
    fn from_parts(identifier: &[u8], inner: &[u8], attached: Option<&[u8]>) -> Result<Self> {
        let pkcs8 = der::sequence([&der::integer(&[0])[..], identifier, &der::octets(inner)]);
        let (algorithm, curve) = algorithm(identifier)
            .ok_or_else(|| Error::input("the private key does not say of which kind it is"))?;
        let parsed = match algorithm {
            oid::RSA => RsaKeyPair::from_pkcs8(&pkcs8).ok().map(Signer::Rsa),
            oid::EC_PUBLIC_KEY => ecdsa(curve, &pkcs8),
            oid::ED25519 => Ed25519KeyPair::from_pkcs8(&pkcs8).ok().map(Signer::Ed25519),
            oid::ML_DSA_44 => ml_dsa_from(&aws::ML_DSA_44_SIGNING, Signature::MlDsa44, &pkcs8),
            oid::ML_DSA_65 => ml_dsa_from(&aws::ML_DSA_65_SIGNING, Signature::MlDsa65, &pkcs8),
            oid::ML_DSA_87 => ml_dsa_from(&aws::ML_DSA_87_SIGNING, Signature::MlDsa87, &pkcs8),
            _ => None,
        };
        let key = match parsed {
            Some(signer) => Self::from_signer(signer),
            None => opaque::public_half(identifier, inner, attached).map(|spki| Self {
                label: opaque::name(&spki),
                pkcs8: pkcs8.clone(),
                spki,
                signer: Signer::None,
                deterministic: false,
            }),
        };
        key.ok_or_else(|| match opaque::title(&pkcs8) {
            Some(kind) => Error::input(format!("{kind} private keys are not supported")),
            None => Error::input("the numbers of the private key are damaged: they do not fit together"),
        })
    }

    fn from_signer(signer: Signer) -> Option<Self> {
        let (pkcs8, spki) = match &signer {
            Signer::Ecdsa(pair, Signature::EcdsaSha256) => ec_parts(pair, oid::P256)?,
            Signer::Ecdsa(pair, Signature::EcdsaSha384) => ec_parts(pair, oid::P384)?,
            Signer::Ecdsa(pair, _) => ec_parts(pair, oid::P521)?,
            Signer::Ed25519(pair) => (
                pair.to_pkcs8v1().ok()?.as_ref().to_vec(),
                spki(pair.public_key())?,
            ),
            Signer::MlDsa(pair, _) => (
                pair.to_pkcs8v1().ok()?.as_ref().to_vec(),
                spki(pair.public_key())?,
            ),
            Signer::Rsa(pair) => {
                let pkcs8: Pkcs8V1Der<'_> = pair.as_der().ok()?;
                (pkcs8.as_ref().to_vec(), spki(pair.public_key())?)
            }
            Signer::None => return None,
        };
        let label = match (&signer, Kind::from_signer(&signer)) {
            (_, Some(kind)) => kind.to_string(),
            (Signer::Rsa(pair), None) => format!("RSA {}", pair.public_modulus_len() * 8),
            _ => return None,
        };
        Some(Self {
            pkcs8,
            spki,
            label,
            signer,
            deterministic: false,
        })
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.label)
    }
}

/// How many INTEGERs OpenSSL's traditional DSA key has; RSA's has nine.
pub(crate) const DSA_NUMBERS: usize = 6;

fn spki(public: &impl AsDer<PublicKeyX509Der<'static>>) -> Option<Vec<u8>> {
    Some(public.as_der().ok()?.as_ref().to_vec())
}

/// An EC key and its public half: the key names that too, without which GnuTLS does not read it (RFC 5915 §3).
fn ec_parts(pair: &EcdsaKeyPair, curve: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let identifier = der::sequence([der::oid(oid::EC_PUBLIC_KEY), der::oid(curve)]);
    let number: EcPrivateKeyBin<'_> = pair.private_key().as_be_bytes().ok()?;
    let point = der::bits(pair.public_key().as_ref());
    let inner = der::sequence([
        der::integer(&[1]),
        der::octets(number.as_ref()),
        der::element(tag::constructed(1), &point),
    ]);
    let pkcs8 = der::sequence([&der::integer(&[]), &identifier, &der::octets(&inner)]);
    Some((pkcs8, der::sequence([identifier, point])))
}

fn generate_ecdsa(kind: Kind) -> Result<Signer, Unspecified> {
    let (curve, algorithm) = match kind {
        Kind::P384 => (&aws::ECDSA_P384_SHA384_ASN1_SIGNING, Signature::EcdsaSha384),
        Kind::P521 => (&aws::ECDSA_P521_SHA512_ASN1_SIGNING, Signature::EcdsaSha512),
        _ => (&aws::ECDSA_P256_SHA256_ASN1_SIGNING, Signature::EcdsaSha256),
    };
    EcdsaKeyPair::generate(curve).map(|pair| Signer::Ecdsa(pair, algorithm))
}

fn ecdsa(curve: &[u8], pkcs8: &[u8]) -> Option<Signer> {
    let (signing, algorithm) = match curve {
        oid::P256 => (&aws::ECDSA_P256_SHA256_ASN1_SIGNING, Signature::EcdsaSha256),
        oid::P384 => (&aws::ECDSA_P384_SHA384_ASN1_SIGNING, Signature::EcdsaSha384),
        oid::P521 => (&aws::ECDSA_P521_SHA512_ASN1_SIGNING, Signature::EcdsaSha512),
        _ => return None,
    };
    let pair = EcdsaKeyPair::from_pkcs8(signing, pkcs8).ok()?;
    Some(Signer::Ecdsa(pair, algorithm))
}

fn ml_dsa(kind: &'static aws::PqdsaSigningAlgorithm, algorithm: Signature) -> Result<Signer, Unspecified> {
    PqdsaKeyPair::generate(kind).map(|pair| Signer::MlDsa(pair, algorithm))
}

fn ml_dsa_from(
    kind: &'static aws::PqdsaSigningAlgorithm,
    algorithm: Signature,
    pkcs8: &[u8],
) -> Option<Signer> {
    let pair = PqdsaKeyPair::from_pkcs8(kind, pkcs8).ok()?;
    Some(Signer::MlDsa(pair, algorithm))
}

fn sign_rsa(pair: &RsaKeyPair, algorithm: Signature, message: &[u8]) -> Option<Vec<u8>> {
    if algorithm != Signature::RsaSha256 {
        return None;
    }
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(
        &aws::RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        message,
        &mut signature,
    )
    .ok()?;
    Some(signature)
}

/// The algorithm's OID, and its parameter where that is an OID too (a named curve).
fn algorithm(identifier: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut reader = single(identifier, tag::SEQUENCE, "algorithm").ok()?.reader();
    let algorithm = reader.expect(tag::OID, "algorithm").ok()?;
    let curve = reader.optional(tag::OID).ok()?;
    Some((algorithm.content, curve.map_or(&[], |curve| curve.content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_in_both_lists_under_an_id_of_its_own() {
        let ids: std::collections::BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.id()).collect();
        assert_eq!(ids.len(), Kind::TABLE.len());
        assert_eq!(Kind::ALL.len(), Kind::TABLE.len());
        for (kind, id, _) in Kind::TABLE {
            for name in kind.aliases().iter().chain([id]) {
                assert_eq!(Kind::named(name), Some(*kind), "{name}");
                assert_eq!(Kind::named(&name.to_uppercase()), Some(*kind), "{name}");
            }
        }
    }

    #[test]
    fn a_key_survives_its_own_encoding() {
        for kind in [
            Kind::P256,
            Kind::P384,
            Kind::P521,
            Kind::Ed25519,
            Kind::Rsa2048,
            Kind::MlDsa44,
        ] {
            let key = Key::generate(kind).expect("a key");
            let again = Key::from_der(key.pkcs8()).expect("its own encoding");
            assert_eq!(again.spki(), key.spki(), "{kind}");
            assert_eq!(again.pkcs8(), key.pkcs8(), "{kind}");
            assert_eq!(again.kind(), Some(kind));
            assert!(again.sign(b"message").is_ok_and(|s| !s.is_empty()), "{kind}");
        }
    }

    #[test]
    fn an_ed25519_key_is_the_48_octets_of_version_1() {
        let key = Key::generate(Kind::Ed25519).expect("a key");
        assert_eq!(key.pkcs8().len(), 48);
    }

    #[test]
    fn what_is_no_key_is_refused_at_every_length() {
        let whole = Key::generate(Kind::P256).expect("a key").pkcs8().to_vec();
        for end in 0..whole.len() {
            assert!(Key::from_der(&whole[..end]).is_err(), "{end} octets");
        }
    }
}
