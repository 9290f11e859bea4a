//! Whose a directory is that something new goes to: a CA and a leaf have files of their own besides those that
//! both have, and one put over the other would leave a mixture, with the key of the first gone.

use std::path::Path;

use super::authority;
use crate::error::{Error, Result};
use crate::input::{self, LIMIT};
use crate::pki::cert::Cert;
use crate::pki::format::{Kind, pieces};

/// Refuses to put a leaf over a CA.
///
/// # Errors
///
/// An output error that names the CA.
pub(super) fn refuse_ca(place: &Path) -> Result<()> {
    // Others make certificates for servers that say they are CAs; a CA's directory has its root in it.
    if !place.join("root.pem").exists() {
        return Ok(());
    }
    match holds_ca(place) {
        Some(true) => Err(Error::output(format!("there is a CA in `{}`", place.display()))
            .because("its key would be gone, and nothing could be signed with it again")
            .hint("write to another place with --out, or move the CA away")),
        _ => Ok(()),
    }
}

/// Refuses to put a certificate and its key over a file that holds anything else.
///
/// # Errors
///
/// An output error that names the file.
pub(super) fn refuse_stranger(file: &Path) -> Result<()> {
    if !file.exists() {
        return Ok(());
    }
    let pieces = pieces(&input::read(file, LIMIT)?).0;
    let has = |kinds: &[Kind]| pieces.iter().find(|piece| kinds.contains(&piece.kind));
    let key = has(&[Kind::PrivateKey, Kind::EncryptedKey]);
    let why = match (has(&[Kind::Certificate]), key) {
        (Some(cert), Some(_)) if Cert::parse(&cert.der).is_ok_and(|cert| cert.is_ca()) => {
            "it holds a CA and its key"
        }
        (Some(_), Some(_)) => return Ok(()),
        _ => "it is no certificate with its key",
    };
    Err(
        Error::output(format!("`{}` is there, and is not replaced", file.display()))
            .because(why)
            .hint("write to another place, or move the file away"),
    )
}

/// Refuses to put a new key over that of a request which no certificate has answered yet.
///
/// # Errors
///
/// An output error that names the request.
pub(super) fn refuse_request(place: &Path) -> Result<()> {
    let request = place.join("request.pem");
    let is_there = |name: &str| place.join(name).exists();
    if !request.exists() || !is_there("privkey.pem") || is_there("cert.pem") || is_there("fullchain.pem") {
        return Ok(());
    }
    Err(Error::output(format!(
        "the key of the request `{}` is not replaced",
        request.display()
    ))
    .because("the certificate that it asks for would have no key")
    .hint("write to another place with --out, or move the request and its key away"))
}

/// Refuses to put a CA over a leaf.
///
/// # Errors
///
/// An output error that names the leaf.
pub(super) fn refuse_leaf(place: &Path) -> Result<()> {
    match holds_ca(place) {
        Some(false) => Err(Error::output(format!(
            "there is a certificate in `{}`, and no CA",
            place.display()
        ))
        .because("its further files would stay beside the CA's")
        .hint("write to another place with --out, or move the certificate away")),
        _ => Ok(()),
    }
}

/// Whether the certificate that is there is a CA's, if there is one that can be read.
fn holds_ca(place: &Path) -> Option<bool> {
    let all = authority::certificates(&place.join("cert.pem")).ok()?;
    all.first().map(|cert| cert.is_ca())
}
