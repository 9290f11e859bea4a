//! Which roots are meant: the one in a file or a CA's directory, the local CA, and those that were
//! installed from the same file before and that it no longer holds.

use std::path::{Path, PathBuf};

use super::super::local_ca;
use super::super::session::Session;
use super::candidate;
use crate::cli::{Stores, TrustAction};
use crate::error::{Error, Result};
use crate::input;
use crate::pki::format::pem;
use crate::trust::{Record, Records, Root};

/// A root that something is to be done with.
pub(super) struct Subject {
    pub(super) root: Root,
    /// The file that it is, or was, read from.
    pub(super) from: PathBuf,
    /// What is remembered of it.
    pub(super) record: Option<Record>,
    /// Whether it was installed from a file that does not hold it any more.
    pub(super) is_former: bool,
    /// What is to be said of it.
    pub(super) warnings: Vec<String>,
}

/// The roots that are meant. Where the local CA is to be installed and is not there yet, it stands for
/// one to be made.
///
/// # Errors
///
/// An input error where there is none, a refusal where what is to be installed is no root.
pub(super) fn find(action: &TrustAction, records: &Records, session: &Session) -> Result<Vec<Subject>> {
    let stores = action.stores();
    let is_install = matches!(action, TrustAction::Install(_));
    let known = records.all()?;
    let file = match &stores.cert {
        Some(cert) if cert.is_dir() => candidate::in_directory(cert)?,
        Some(cert) => cert.clone(),
        None => local_ca::root(&local_ca::directory()?),
    };
    let from = std::path::absolute(&file).unwrap_or_else(|_| file.clone());
    let mut found = Vec::new();
    if is_install || file.exists() {
        let mut warnings = Vec::new();
        let root = if stores.cert.is_none() && !file.exists() {
            Root::to_be(&from)
        } else {
            let (root, der) = current(&file, &from, records)?;
            if is_install {
                warnings.extend(candidate::check(&der, &file, session.now)?);
            }
            root
        };
        found.push(Subject {
            record: known
                .iter()
                .find(|record| record.root.sha256 == root.sha256)
                .cloned(),
            root,
            from: from.clone(),
            is_former: false,
            warnings,
        });
    }
    let is_named = |record: &Record| {
        record.from == from || (!file.exists() && stores.cert.as_deref().is_some_and(|c| names(c, record)))
    };
    let formers = known.into_iter().filter(|record| {
        is_named(record)
            && found
                .iter()
                .all(|subject| subject.root.sha256 != record.root.sha256)
    });
    let formers: Vec<Record> = formers.collect();
    if let Some(subject) = found.first_mut().filter(|_| is_install) {
        subject.warnings.extend(formers.iter().map(still_trusted));
    } else {
        found.extend(formers.into_iter().map(|record| Subject {
            root: record.root.clone(),
            from: record.from.clone(),
            record: Some(record),
            is_former: true,
            warnings: Vec::new(),
        }));
    }
    if found.is_empty() {
        return Err(none(stores, &file, records));
    }
    Ok(found)
}

/// The root in a file that is there, and its DER.
fn current(file: &Path, from: &Path, records: &Records) -> Result<(Root, Vec<u8>)> {
    let bytes = input::read(file, input::LIMIT)?;
    let der = certificate(file, &bytes)?;
    let mut root = Root::new(&der, from);
    if !is_plain(&bytes) {
        // Not every program reads DER, or looks for the certificate among other things.
        root.file = records.certificate(&root.sha256);
    }
    Ok((root, der))
}

/// The one certificate in a file.
fn certificate(file: &Path, bytes: &[u8]) -> Result<Vec<u8>> {
    let name = file.display();
    let (blocks, mut faults) = pem::blocks(bytes);
    let mut certificates = blocks.into_iter().filter(|block| block.label == "CERTIFICATE");
    let first = match certificates.next() {
        Some(block) => block.der,
        None if bytes.first() == Some(&0x30) => bytes.to_vec(),
        None => {
            let error = Error::input(format!("there is no certificate in `{name}`"));
            return Err(if faults.is_empty() {
                error
            } else {
                error.because(faults.remove(0))
            });
        }
    };
    if certificates.next().is_some() {
        return Err(
            Error::input(format!("there is more than one certificate in `{name}`"))
                .hint("give a file with the root alone: `tlsctl gen ca` writes it as root.pem"),
        );
    }
    Ok(first)
}

/// Whether a file is one block of PEM from its first byte on.
fn is_plain(bytes: &[u8]) -> bool {
    bytes.starts_with(b"-----BEGIN CERTIFICATE-----") && pem::blocks(bytes).0.len() == 1
}

/// Whether what stands where a file should is the fingerprint of a record, or enough of its beginning.
fn names(cert: &Path, record: &Record) -> bool {
    let text = cert.to_string_lossy().replace(':', "").to_ascii_lowercase();
    text.len() >= 8 && record.root.sha256.starts_with(&text)
}

fn still_trusted(former: &Record) -> String {
    format!(
        "an earlier root of `{}` is still trusted: `tlsctl trust uninstall {}` takes it out",
        former.from.display(),
        &former.root.sha256[..16]
    )
}

/// Nothing is meant, and what there would be.
fn none(stores: &Stores, file: &Path, records: &Records) -> Error {
    if let Some(cert) = &stores.cert {
        let unread = input::read(file, input::LIMIT).err();
        let error = unread.unwrap_or_else(|| Error::bug("a file is there, and is not"));
        let known = records.all().unwrap_or_default();
        let known: Vec<&str> = known.iter().map(|record| &record.root.sha256[..16]).collect();
        return if known.is_empty() || cert.exists() {
            error
        } else {
            error.hint(format!(
                "roots that were installed go by their fingerprints: {}",
                known.join(", ")
            ))
        };
    }
    let shown = file.parent().unwrap_or(file).display();
    Error::input(format!("there is no local CA in `{shown}`"))
        .hint("`tlsctl trust install` makes one, or name the CERT that is meant")
}
