//! Passwords of encrypted keys: from a file, an environment variable, `TLSCTL_PASSWORD`, or a terminal.
//! Never from the command line, never shown: nothing here or above prints one, and `Debug` hides it.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::input;

/// A password.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Password(String);

impl Password {
    /// The password itself, for whoever opens the key.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}

/// Where a password is said to be.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct PasswordSource {
    /// The first line of this file.
    pub(crate) file: Option<PathBuf>,
    /// The value of this variable.
    pub(crate) variable: Option<String>,
    /// What came out of the file, where that gives it only once.
    held: Option<Password>,
}

impl PasswordSource {
    /// A password that is in `file`, or in `variable`. A pipe is read at once: it has nothing to give when
    /// certificates are loaded again.
    ///
    /// # Errors
    ///
    /// An input error where a pipe cannot be read.
    pub(crate) fn new(file: Option<PathBuf>, variable: Option<String>) -> Result<Self> {
        let held = file.as_deref().filter(|file| input::is_stream(file));
        Ok(Self {
            held: held.map(of_file).transpose()?,
            file,
            variable,
        })
    }

    /// Whether it was said where the password is.
    pub(crate) fn is_given(&self) -> bool {
        self.file.is_some() || self.variable.is_some()
    }

    /// The password from where the user said, or from `TLSCTL_PASSWORD`; `None` where neither is given.
    ///
    /// # Errors
    ///
    /// An input error where the file cannot be read or the variable is not set.
    pub(crate) fn read(&self) -> Result<Option<Password>> {
        if let Some(held) = &self.held {
            return Ok(Some(held.clone()));
        }
        if let Some(path) = &self.file {
            return of_file(path).map(Some);
        }
        if let Some(variable) = &self.variable {
            let unset = || {
                Error::input(format!(
                    "the variable `{variable}` that --password-env names is not set"
                ))
                .hint(format!("set it first: read -rs {variable} && export {variable}"))
            };
            return input::environment(variable)?
                .map(|value| Some(Password(value)))
                .ok_or_else(unset);
        }
        Ok(input::environment(VARIABLE)?.map(Password))
    }

    /// How the user gave it, for messages.
    pub(crate) fn shown(&self) -> String {
        match (&self.file, &self.variable) {
            (Some(path), _) => format!("--password-file {}", path.display()),
            (None, Some(variable)) => format!("--password-env {variable}"),
            (None, None) => VARIABLE.to_owned(),
        }
    }
}

/// The first line of a file.
fn of_file(path: &Path) -> Result<Password> {
    let hint = "the file's first line is the password";
    let text = input::receive_text(path, LONGEST).map_err(|e| e.hint(hint))?;
    Ok(Password(text.lines().next().unwrap_or_default().to_owned()))
}

/// Asks for the password of the key in `name`, where someone sits at a terminal.
///
/// # Errors
///
/// An input error where the terminal gives none.
pub(crate) fn ask(name: &str) -> Result<Option<Password>> {
    if !input::is_interactive() {
        return Ok(None);
    }
    input::ask_password(&format!("Password for {}: ", name.escape_debug())).map(|text| Some(Password(text)))
}

/// Read where nothing else is said.
const VARIABLE: &str = "TLSCTL_PASSWORD";

/// No password is longer, in bytes.
const LONGEST: u64 = 64 << 10;
