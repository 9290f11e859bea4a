//! PKCS#12 key stores (RFC 7292): keys and certificates under one password. The library does the work and
//! caps what a derivation may cost; this says what its failures mean.

use p12_keystore::Pkcs12Archive;

use super::private_key::KeyError;
use super::{Kind, Piece};
use crate::error::Error;

/// Everything in a store, the keys first.
///
/// # Errors
///
/// As [`KeyError`] lists them.
pub(crate) fn open(der: &[u8], password: &str) -> Result<Vec<Piece>, KeyError> {
    let archive = Pkcs12Archive::from_pkcs12(der, password).map_err(explain)?;
    let keys = archive
        .keys
        .iter()
        .map(|bag| (Kind::PrivateKey, bag.key.as_der()));
    let certificates = archive
        .certs
        .iter()
        .map(|bag| (Kind::Certificate, bag.cert.as_der()));
    let mut pieces = Vec::new();
    for (kind, der) in keys.chain(certificates) {
        let mut piece = Piece::bare(kind, der.to_vec());
        piece.number = pieces.len() + 1;
        pieces.push(piece);
    }
    Ok(pieces)
}

fn explain(error: p12_keystore::error::Error) -> KeyError {
    use p12_keystore::error::Error as E;
    match error {
        E::MacError(_) | E::UnpadError | E::Pkcs5Error(_) => KeyError::WrongPassword,
        E::UnsupportedEncryptionScheme | E::UnsupportedMacAlgorithm | E::UnsupportedContentType => {
            KeyError::Unsupported("encrypted in a way that is not known here".to_owned())
        }
        other => {
            KeyError::Malformed(Error::input("it is no PKCS#12 key store that can be read").because(other))
        }
    }
}
