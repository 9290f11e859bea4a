//! A root to be trusted: its PEM text and the fingerprints that it is known by in every store.

use std::path::{Path, PathBuf};

use aws_lc_rs::digest;

use crate::input;
use crate::pki::format::pem;

/// A root certificate as the stores know it.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    /// The file that holds it, for programs that want a path.
    pub(crate) file: PathBuf,
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
            pem: pem::encode("CERTIFICATE", der),
            sha1: hex(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, der).as_ref()),
            sha256: sha256(der),
        }
    }

    /// The name it bears in stores that want one: always the same for the same certificate.
    pub(crate) fn nickname(&self) -> String {
        format!("tlsctl-{}", &self.sha256[..16])
    }

    /// Whether PEM text holds this certificate.
    pub(crate) fn stands_in(&self, text: &[u8]) -> bool {
        pem::blocks(text)
            .0
            .iter()
            .any(|block| sha256(&block.der) == self.sha256)
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

fn sha256(der: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, der).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
