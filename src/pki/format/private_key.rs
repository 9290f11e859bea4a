//! A private key out of a file: PEM under any label or DER, plain or encrypted. Tells apart what a user
//! has to do about each failure. Encrypted keys are PKCS#8 with PBES2 (RFC 8018 §6.2), or the older
//! OpenSSL form (`legacy_key`). Key derivation is capped: its cost comes from the file.

use std::time::Duration;

use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::pkcs5::pbes2::{Kdf, Parameters};
use pkcs8::pkcs5::{self, EncryptionScheme};

use super::der::{single, tag};
use super::{Kind, Piece, jks, legacy_key, pieces};
use crate::error::Error;
use crate::pki::key::Key;

/// Why a file gives no key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum KeyError {
    /// It was not opened, since opening others has taken this long.
    Exhausted(Duration),
    /// It is damaged.
    Malformed(Error),
    /// It is encrypted, and no password was given.
    NeedsPassword,
    /// There is no private key in it.
    NoKey,
    /// A password was given, but the key is not encrypted.
    NotEncrypted,
    /// It is encrypted in a way, or of a kind, that is not supported: which.
    Unsupported(String),
    /// The password is not the one it was encrypted with.
    WrongPassword,
}

impl KeyError {
    /// The error to show, for the key in the file called `name`.
    pub(crate) fn explain(self, name: &str) -> Error {
        match self {
            Self::Exhausted(time) => Error::input(format!("the private key in `{name}` is not opened"))
                .because(format!(
                    "opening what is encrypted has taken {} s already",
                    time.as_secs()
                ))
                .hint("give fewer files at a time"),
            Self::Malformed(error) => error.context(format!("`{name}` holds no usable private key")),
            Self::NeedsPassword => Error::input(format!("the private key in `{name}` is encrypted"))
                .hint("give its password with --password-file FILE, --password-env NAME, or TLSCTL_PASSWORD"),
            Self::NoKey => Error::input(format!("there is no private key in `{name}`"))
                .hint("a private key is between lines like -----BEGIN PRIVATE KEY----- and -----END PRIVATE KEY-----"),
            Self::NotEncrypted => {
                Error::input(format!("a password was given, but the private key in `{name}` is not encrypted"))
                    .hint("leave the password out")
            }
            Self::Unsupported(what) => Error::input(format!("the private key in `{name}` is {what}"))
                .hint(format!("openssl pkcs8 -topk8 -v2 aes-256-cbc -in {name} -out new.pem writes one that can be read")),
            Self::WrongPassword => {
                Error::input(format!("the password does not open the private key in `{name}`"))
                    .hint("see which it is: of --password-file the first line counts, else TLSCTL_PASSWORD as a whole")
            }
        }
    }
}

/// The first private key in `bytes`, which may be a PEM bundle or DER.
///
/// # Errors
///
/// As [`KeyError`] lists them.
pub(crate) fn read_key(bytes: &[u8], password: Option<&str>) -> Result<Key, KeyError> {
    let (pieces, faults) = pieces(bytes);
    let is_key = |piece: &&Piece| matches!(piece.kind, Kind::EncryptedKey | Kind::PrivateKey);
    let Some(piece) = pieces.iter().find(is_key) else {
        let broken = faults.into_iter().find(|fault| fault.to_string().contains("KEY"));
        return Err(broken.map_or(KeyError::NoKey, KeyError::Malformed));
    };
    open(piece, password)
}

/// The key in a piece that is one.
///
/// # Errors
///
/// As [`KeyError`] lists them.
pub(crate) fn open(piece: &Piece, password: Option<&str>) -> Result<Key, KeyError> {
    if piece.kind == Kind::PrivateKey {
        return match password {
            Some(_) => Err(KeyError::NotEncrypted),
            None => Key::from_der(&piece.der).map_err(KeyError::Malformed),
        };
    }
    Key::from_der(&unseal(piece, password)?).map_err(KeyError::Malformed)
}

/// The plain form of an encrypted key, of whatever kind it is.
///
/// # Errors
///
/// As [`KeyError`] lists them.
pub(crate) fn unseal(piece: &Piece, password: Option<&str>) -> Result<Vec<u8>, KeyError> {
    let legacy = piece
        .block
        .as_ref()
        .and_then(|block| legacy_key::Sealed::of(block, &piece.der));
    let opened = match legacy {
        Some(sealed) => sealed?.open(password.ok_or(KeyError::NeedsPassword)?)?,
        None => decrypt(&piece.der, password)?,
    };
    // One wrong password in 256 leaves padding that looks right, and garbage before it.
    single(&opened, tag::SEQUENCE, "private key").map_err(|_| KeyError::WrongPassword)?;
    Ok(opened)
}

/// The plain PKCS#8 inside an EncryptedPrivateKeyInfo.
fn decrypt(der: &[u8], password: Option<&str>) -> Result<Vec<u8>, KeyError> {
    if scheme(der).as_deref() == Some(jks::SUN_PROTECTION) {
        return jks::unwrap(der, password);
    }
    if scheme(der).as_deref() == Some(jks::JCEKS_PROTECTION) {
        let error = Error::input("it is sealed as JCEKS stores do, which is not read here");
        return Err(KeyError::Malformed(error.hint(
            "keytool -importkeystore -srcstoretype JCEKS -deststoretype PKCS12 -srckeystore STORE \
             -destkeystore new.p12 writes one that can be read",
        )));
    }
    if let Some(name) = pbes1(der) {
        return Err(KeyError::Unsupported(format!(
            "encrypted with {name} (PBES1), which is obsolete and weak"
        )));
    }
    let unknown = || KeyError::Unsupported("encrypted in a way that is not known here".to_owned());
    let info = EncryptedPrivateKeyInfoRef::try_from(der).map_err(|_| unknown())?;
    let EncryptionScheme::Pbes2(parameters) = &info.encryption_algorithm else {
        return Err(unknown());
    };
    affordable(parameters)?;
    let password = password.ok_or(KeyError::NeedsPassword)?;
    match parameters.decrypt(password, info.encrypted_data.as_bytes()) {
        Ok(plain) => Ok(plain),
        Err(pkcs5::Error::DecryptFailed) => Err(KeyError::WrongPassword),
        Err(_) => Err(unknown()),
    }
}

/// The PBES1 and PKCS#12 schemes, by the octets of their identifiers (RFC 8018 §A.3, RFC 7292 §C): the
/// library takes them for damage.
fn pbes1(der: &[u8]) -> Option<&'static str> {
    Some(match scheme(der)?.as_str() {
        "1.2.840.113549.1.5.1" | "1.2.840.113549.1.5.4" => "MD2 and DES or RC2",
        "1.2.840.113549.1.5.3" => "MD5 and DES",
        "1.2.840.113549.1.5.6" => "MD5 and RC2",
        "1.2.840.113549.1.5.10" | "1.2.840.113549.1.5.11" => "SHA-1 and DES or RC2",
        "1.2.840.113549.1.12.1.1" | "1.2.840.113549.1.12.1.2" => "SHA-1 and RC4",
        "1.2.840.113549.1.12.1.3" | "1.2.840.113549.1.12.1.4" => "SHA-1 and 3DES",
        "1.2.840.113549.1.12.1.5" | "1.2.840.113549.1.12.1.6" => "SHA-1 and RC2",
        _ => return None,
    })
}

/// The dotted id of the encryption scheme.
fn scheme(der: &[u8]) -> Option<String> {
    let mut fields = single(der, tag::SEQUENCE, "encrypted key").ok()?.reader();
    let algorithm = fields.expect(tag::SEQUENCE, "algorithm").ok()?;
    Some(algorithm.reader().expect(tag::OID, "algorithm").ok()?.oid())
}

/// Refuses a derivation that would take minutes or all memory.
fn affordable(parameters: &Parameters) -> Result<(), KeyError> {
    let affordable = match &parameters.kdf {
        Kdf::Pbkdf2(pbkdf2) => pbkdf2.iteration_count <= MAX_ITERATIONS,
        Kdf::Scrypt(scrypt) => {
            let block = 128 * u64::from(scrypt.block_size);
            scrypt.cost_parameter.saturating_mul(block) <= MAX_MEMORY && scrypt.parallelization <= 16
        }
        _ => false,
    };
    affordable
        .then_some(())
        .ok_or_else(|| KeyError::Unsupported(TOO_COSTLY.to_owned()))
}

/// What is said of a derivation that is not carried out.
pub(super) const TOO_COSTLY: &str = "encrypted with a key derivation too costly to be meant well";

/// Three times what OWASP advises for PBKDF2 with SHA-256, and about two seconds.
const MAX_ITERATIONS: u32 = 2_000_000;
/// Sixteen times the memory of scrypt's usual parameters.
const MAX_MEMORY: u64 = 256 << 20;

/// OWASP's and OpenSSL 3.5's choice for PBKDF2 with SHA-256.
const ITERATIONS: u32 = 600_000;

/// The key as an EncryptedPrivateKeyInfo: PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC, which every
/// program of the last twenty years opens.
///
/// # Errors
///
/// A bug where the system gives no randomness.
pub(crate) fn seal(key: &Key, password: &str) -> crate::error::Result<Vec<u8>> {
    let bug = |what: &str| Error::bug("the private key was not encrypted").because(what.to_owned());
    let mut salt = [0_u8; 16];
    let mut iv = [0_u8; 16];
    aws_lc_rs::rand::fill(&mut salt)
        .and_then(|()| aws_lc_rs::rand::fill(&mut iv))
        .map_err(|_| bug("the system gives no randomness"))?;
    let parameters = Parameters::generate_pbkdf2_sha256_aes256cbc(ITERATIONS, &salt, iv)
        .map_err(|e| bug(&e.to_string()))?;
    let sealed = parameters
        .encrypt(password, key.pkcs8())
        .map_err(|e| bug(&e.to_string()))?;
    let scheme = EncryptionScheme::from(parameters);
    let scheme = pkcs8::der::Encode::to_der(&scheme).map_err(|e| bug(&e.to_string()))?;
    Ok(crate::pki::der::sequence([
        scheme,
        crate::pki::der::octets(&sealed),
    ]))
}
