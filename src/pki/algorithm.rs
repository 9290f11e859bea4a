//! Signature algorithms as certificates name them: an AlgorithmIdentifier each (RFC 3279, 4055, 5758,
//! 8410, 9881). Must not sign: `key` does.

use super::der;
use super::oid;

/// How a certificate, request, CRL or response can be signed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Signature {
    EcdsaSha256,
    EcdsaSha384,
    EcdsaSha512,
    Ed25519,
    MlDsa44,
    MlDsa65,
    MlDsa87,
    RsaSha256,
}

impl Signature {
    /// The AlgorithmIdentifier. PKCS#1 v1.5 has NULL parameters (RFC 4055 §5), the others have none.
    pub(crate) fn identifier(self) -> Vec<u8> {
        let parameters = match self {
            Self::RsaSha256 => der::element(der::tag::NULL, &[]),
            _ => Vec::new(),
        };
        der::sequence([der::oid(self.oid()), parameters])
    }

    fn oid(self) -> &'static [u8] {
        match self {
            Self::EcdsaSha256 => oid::ECDSA_SHA256,
            Self::EcdsaSha384 => oid::ECDSA_SHA384,
            Self::EcdsaSha512 => oid::ECDSA_SHA512,
            Self::Ed25519 => oid::ED25519,
            Self::MlDsa44 => oid::ML_DSA_44,
            Self::MlDsa65 => oid::ML_DSA_65,
            Self::MlDsa87 => oid::ML_DSA_87,
            Self::RsaSha256 => oid::RSA_SHA256,
        }
    }
}
