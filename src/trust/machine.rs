//! What this machine looks like to a trust store: the user's home, the environment, the programs in
//! `PATH`, and whether the user may write to the system.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::{Error, Result, os_reason};
use crate::input;

/// The machine as trust stores see it.
#[derive(Clone, Debug)]
pub(crate) struct Machine {
    /// The user's home directory.
    pub(crate) home: PathBuf,
    /// Which system: `linux`, `macos`, `windows`.
    pub(crate) system: &'static str,
    /// Whether this is the superuser.
    pub(crate) is_root: bool,
    path: Vec<PathBuf>,
}

impl Machine {
    /// This machine and this user.
    ///
    /// # Errors
    ///
    /// A usage error where there is no home directory.
    pub(crate) fn here() -> Result<Self> {
        let home = input::environment("HOME").or_else(|| input::environment("USERPROFILE"));
        let home = home.ok_or_else(|| {
            Error::usage("the home directory is not known")
                .hint("set HOME to the directory whose profiles to look in")
        })?;
        Ok(Self {
            home: PathBuf::from(home),
            system: std::env::consts::OS,
            is_root: is_root(),
            path: std::env::split_paths(&input::environment("PATH").unwrap_or_default()).collect(),
        })
    }

    /// Where a program is, if it is in `PATH`.
    pub(crate) fn program(&self, name: &str) -> Option<PathBuf> {
        self.path
            .iter()
            .map(|directory| directory.join(name))
            .find(|program| program.is_file())
    }

    /// The subdirectories of `directory`, or none where it cannot be read.
    pub(crate) fn directories(&self, directory: &Path) -> Vec<PathBuf> {
        input::list(directory)
            .unwrap_or_default()
            .into_iter()
            .filter(|path| path.is_dir())
            .collect()
    }
}

/// What a program wrote to standard output, or `None` where it ended with an error.
///
/// # Errors
///
/// An input error where the program cannot be started, with the package that would bring it.
pub(super) fn ask(program: &str, arguments: &[&str], package: &str) -> Result<Option<Vec<u8>>> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|e| {
            Error::input(format!("`{program}` cannot be run"))
                .because(os_reason(&e))
                .hint(format!("install {package}, or leave this store out with --store"))
        })?;
    Ok(output.status.success().then_some(output.stdout))
}

#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
