//! A root to be trusted: its PEM text and the fingerprints that it is known by in every store.

use std::path::{Path, PathBuf};

use aws_lc_rs::digest;

use crate::input;
use crate::pki::cert::Cert;
use crate::pki::format::pem;

/// A root certificate as the stores know it.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    /// The file that holds it, for programs that want a path.
    pub(crate) file: PathBuf,
    /// What people call it; nothing where it cannot be read.
    pub(crate) name: String,
    /// PEM.
    pub(crate) pem: String,
    /// SHA-1 in lower-case hexadecimal, which macOS and Windows match by.
    pub(crate) sha1: String,
    /// SHA-256 in lower-case hexadecimal.
    pub(crate) sha256: String,
}

impl Root {
    /// The root with this DER, found in `file`.
    pub(crate) fn new(der: &[u8], file: &Path) -> Self {
        Self {
            file: file.to_owned(),
            name: Cert::parse(der).map(|cert| cert.label()).unwrap_or_default(),
            pem: pem::encode("CERTIFICATE", der),
            sha1: hex(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, der).as_ref()),
            sha256: sha256(der),
        }
    }

    /// A root that is yet to be made in `file`, to show what would be done with it.
    pub(crate) fn to_be(file: &Path) -> Self {
        Self {
            file: file.to_owned(),
            name: String::new(),
            pem: String::new(),
            sha1: UNKNOWN.to_owned(),
            sha256: UNKNOWN.to_owned(),
        }
    }

    /// Whether it is yet to be made.
    pub(crate) fn is_to_be(&self) -> bool {
        self.pem.is_empty()
    }

    /// The name it bears in stores that want one: always the same for the same certificate.
    pub(crate) fn nickname(&self) -> String {
        format!("tlsctl-{}", self.sha256.get(..16).unwrap_or(&self.sha256))
    }

    /// Whether a certificate file, PEM or DER, holds this certificate.
    pub(crate) fn stands_in(&self, text: &[u8]) -> bool {
        let (blocks, _) = pem::blocks(text);
        blocks.iter().any(|block| self.is(&block.der)) || self.is(text)
    }

    /// Whether PEM text holds this certificate and no other.
    pub(crate) fn stands_alone_in(&self, text: &[u8]) -> bool {
        matches!(&pem::blocks(text).0[..], [block] if self.is(&block.der))
    }

    fn is(&self, der: &[u8]) -> bool {
        sha256(der) == self.sha256
    }

    /// The files in a directory that hold this certificate.
    pub(crate) fn files_in(&self, directory: &Path) -> crate::error::Result<Vec<PathBuf>> {
        let files = input::list(directory)?;
        Ok(files
            .into_iter()
            .filter(|file| {
                file.is_file() && input::read(file, input::LIMIT).is_ok_and(|text| self.stands_in(&text))
            })
            .collect())
    }
}

/// Stands for the fingerprint of a certificate that is not there yet.
const UNKNOWN: &str = "FINGERPRINT";

pub(crate) fn sha256(der: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, der).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
