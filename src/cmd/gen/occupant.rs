//! Whose a directory is that something new goes to: a CA and a leaf have files of their own besides those that
//! both have, and one put over the other would leave a mixture, with the key of the first gone.

use std::path::Path;

use super::authority;
use crate::error::{Error, Result};

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
