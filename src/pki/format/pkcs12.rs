//! PKCS#12 key stores (RFC 7292): keys and certificates under one password. The library does the work and
//! caps what a derivation may cost; this says what its failures mean.

use memchr::memmem;
use p12_keystore::{
    Certificate, EncryptionAlgorithm, KeyStore, KeyStoreEntry, MacAlgorithm, Pkcs12Archive, PrivateKey,
    PrivateKeyChain,
};

use super::private_key::{KeyError, TOO_COSTLY};
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
        // What the library says of a derivation that it finds too costly.
        E::InvalidParameters => KeyError::Unsupported(TOO_COSTLY.to_owned()),
        other => {
            KeyError::Malformed(Error::input("it is no PKCS#12 key store that can be read").because(other))
        }
    }
}

/// Which readers a store is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Age {
    /// Before OpenSSL 3, Java 8u301 and Windows Server 2019: 3DES and SHA-1.
    Legacy,
    /// PBES2 with AES-256 and HMAC-SHA-256.
    Modern,
}

/// Which readers a store is for: its algorithms are named in the clear.
pub(crate) fn age(der: &[u8]) -> Age {
    match memmem::find(der, TRIPLE_DES) {
        Some(_) => Age::Legacy,
        None => Age::Modern,
    }
}

/// `pbeWithSHAAnd3-KeyTripleDES-CBC`, as an element (RFC 7292 appendix C).
const TRIPLE_DES: &[u8] = &[
    0x06, 0x0a, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01, 0x03,
];

/// A store of certificates, the first of which belongs to the key where there is one, under `name`.
///
/// # Errors
///
/// An input error where the library cannot take a key or certificate.
pub(crate) fn close(
    name: &str,
    key: Option<&[u8]>,
    certificates: &[&[u8]],
    password: &str,
    age: Age,
) -> Result<Vec<u8>, Error> {
    let refused = |e: p12_keystore::error::Error| Error::input("this cannot be put into PKCS#12").because(e);
    let chain = certificates.iter().map(|der| Certificate::from_der(der));
    let chain = chain.collect::<Result<Vec<_>, _>>().map_err(refused)?;
    let mut store = KeyStore::new();
    match key {
        Some(pkcs8) => {
            let key = PrivateKey::from_der(pkcs8).map_err(refused)?;
            let chain = PrivateKeyChain::new(name.as_bytes(), key, chain);
            store.add_entry(name, KeyStoreEntry::PrivateKeyChain(chain));
        }
        None => {
            for (i, certificate) in chain.into_iter().enumerate() {
                store.add_entry(&format!("{name}-{i}"), KeyStoreEntry::Certificate(certificate));
            }
        }
    }
    let (cipher, mac, iterations) = match age {
        Age::Legacy => (
            EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc,
            MacAlgorithm::HmacSha1,
            2048,
        ),
        Age::Modern => (
            EncryptionAlgorithm::PbeWithHmacSha256AndAes256,
            MacAlgorithm::HmacSha256,
            ITERATIONS,
        ),
    };
    let writer = store
        .writer(password)
        .encryption_algorithm(cipher)
        .mac_algorithm(mac);
    let writer = writer
        .encryption_iterations(iterations)
        .mac_iterations(iterations);
    writer.write().map_err(refused)
}

/// Ten times OpenSSL's and keytool's defaults; both read it at once.
const ITERATIONS: u32 = 100_000;
