//! What may be installed: a root that programs would trust if it stood in their store. Anything else in a
//! store does harm, or nothing.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::super::gen_authority;
use crate::error::{Error, Result};
use crate::pki::cert::Cert;
use crate::pki::signature::{self, Refusal};

/// The file with the root in a CA's directory, whatever tool made it.
///
/// # Errors
///
/// An input error where there is none.
pub(super) fn in_directory(directory: &Path) -> Result<PathBuf> {
    gen_authority::root_file(directory).ok_or_else(|| {
        let shown = directory.display();
        Error::input(format!("there is no root in the directory `{shown}`"))
            .hint("name the file with the root, or a directory of `tlsctl gen ca`")
    })
}

/// Refuses what is no root, or one of the past; says what is odd about what it does not refuse.
///
/// # Errors
///
/// A refusal with what it is instead.
pub(super) fn check(der: &[u8], file: &Path, now: Timestamp) -> Result<Option<String>> {
    let name = file.display();
    let cert = Cert::parse(der).map_err(|e| e.context(format!("`{name}` is damaged")))?;
    // Version 1 has no extensions to say what it is.
    if !cert.is_ca() && (cert.version() > 1 || !cert.is_self_issued()) {
        return Err(Error::refused(format!("`{name}` is no CA's certificate"))
            .because(format!("it is `{}`'s own, and may not sign others", cert.label()))
            .hint("give the root that signed it: `tlsctl gen ca` writes it as root.pem"));
    }
    let is_forged = || {
        let by_itself = signature::check(cert.public_key(), cert.signature(), cert.tbs());
        matches!(by_itself, Err(Refusal::Wrong))
    };
    if !cert.is_self_issued() || is_forged() {
        return Err(Error::refused(format!("`{name}` is no root"))
            .because(format!(
                "`{}` is signed by another CA, `{}`",
                cert.label(),
                cert.issuer().short()
            ))
            .hint("give the root at the end of its chain, which is signed by itself"));
    }
    if cert.not_after() < now {
        return Err(
            Error::refused(format!("`{name}` expired at {}", cert.not_after()))
                .hint("no program would trust it: make another with `tlsctl gen ca`"),
        );
    }
    let is_early = cert.not_before() > now;
    Ok(is_early.then(|| {
        format!(
            "`{name}` is not valid before {}: no program trusts it until then",
            cert.not_before()
        )
    }))
}
