//! Passwords: from a file, a variable, `TLSCTL_PASSWORD`, or the terminal, in this order. They are never
//! echoed, logged or reported, and never asked for where nobody sits.

use crate::cli::Password;
use crate::error::{Error, Result};
use crate::input;
use crate::pki::format::private_key::{KeyError, read_key};
use crate::pki::format::{Piece, pkcs12};
use crate::pki::key::Key;

/// The longest password file that makes sense, in bytes.
const LIMIT: u64 = 64 << 10;

/// The password that flags or environment give, without asking anybody.
///
/// # Errors
///
/// An input error where the file cannot be read; a usage error where the variable named is not set.
pub(super) fn given(arguments: &Password) -> Result<Option<String>> {
    if let Some(file) = &arguments.password_file {
        let text = input::receive_text(file, LIMIT)?;
        return Ok(Some(text.lines().next().unwrap_or_default().to_owned()));
    }
    match &arguments.password_env {
        Some(name) => input::environment(name)?.map(Some).ok_or_else(|| {
            Error::usage(format!(
                "the variable `{name}` of --password-env is not set, or empty"
            ))
        }),
        None => input::environment("TLSCTL_PASSWORD"),
    }
}

/// The private key in `bytes`, with the password for it found or asked for only where it is encrypted.
///
/// # Errors
///
/// An input error that says what is wrong with the key in `name`, and what to do.
pub(super) fn key(bytes: &[u8], name: &str, arguments: &Password) -> Result<Key> {
    match read_key(bytes, None) {
        Err(KeyError::NeedsPassword) => {}
        // A password meant for this key, by flag; one from the environment may be for another.
        Ok(_)
            if !arguments.shared
                && (arguments.password_file.is_some() || arguments.password_env.is_some()) =>
        {
            return Err(KeyError::NotEncrypted.explain(name));
        }
        other => return other.map_err(|e| e.explain(name)),
    }
    let password = match given(arguments)? {
        None if input::is_interactive() => Some(input::ask_password(&format!("Password for {name}: "))?),
        password => password,
    };
    read_key(bytes, password.as_deref()).map_err(|e| e.explain(name))
}

/// What is in the PKCS#12 key store `der`, with the password for it found or asked for where it has one.
///
/// # Errors
///
/// An input error that says what is wrong with the store in `name`, and what to do.
pub(super) fn store(der: &[u8], name: &str, arguments: &Password) -> Result<Vec<Piece>> {
    // Without a password there may be one all the same: the empty one.
    if let Ok(held) = pkcs12::open(der, "") {
        return Ok(held);
    }
    let password = match given(arguments)? {
        None if input::is_interactive() => Some(input::ask_password(&format!("Password for {name}: "))?),
        password => password,
    };
    let password = password.ok_or_else(|| KeyError::NeedsPassword.explain(name))?;
    pkcs12::open(der, &password).map_err(|e| e.explain(name))
}

/// Whether the private key in `bytes` is there, and closed: encrypted in whatever way.
pub(super) fn is_locked(bytes: &[u8]) -> bool {
    matches!(
        read_key(bytes, None),
        Err(KeyError::NeedsPassword | KeyError::Unsupported(_))
    )
}

/// The password for something new: given, or typed twice.
///
/// # Errors
///
/// A usage error where there is none, an empty one, or two different ones.
pub(super) fn chosen(arguments: &Password) -> Result<String> {
    match given(arguments)? {
        Some(password) if password.is_empty() => {
            return Err(
                Error::usage("the password is empty, and what it is for needs one")
                    .hint("a password file is read to the end of its first line"),
            );
        }
        Some(password) => return Ok(password),
        None => {}
    }
    if !input::is_interactive() {
        return Err(Error::usage("what is to be encrypted needs a password")
            .hint("give it with --password-file FILE, --password-env NAME, or TLSCTL_PASSWORD"));
    }
    let first = input::ask_password("New password: ")?;
    if first.is_empty() || first != input::ask_password("Once more: ")? {
        return Err(Error::usage("the password is empty, or not the same twice"));
    }
    Ok(first)
}
