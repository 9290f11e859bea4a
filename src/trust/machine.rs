//! What this machine looks like to a trust store: the user's home, the environment, the programs in
//! `PATH`, and whether the user may write to the system.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::step::quoted;
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
        let home = input::raw_environment("HOME").or_else(|| input::raw_environment("USERPROFILE"));
        let home = home.ok_or_else(|| {
            Error::usage("the home directory is not known")
                .hint("set HOME to the directory whose profiles to look in")
        })?;
        Ok(Self {
            home: PathBuf::from(home),
            system: std::env::consts::OS,
            is_root: is_root(),
            path: std::env::split_paths(&input::raw_environment("PATH").unwrap_or_default()).collect(),
        })
    }

    /// Where a program is, if it is in `PATH`.
    pub(crate) fn program(&self, name: &str) -> Option<PathBuf> {
        self.path
            .iter()
            .map(|directory| directory.join(name))
            .find(|program| program.is_file())
    }

    /// Whether the user may change a file, so that nobody else has to.
    pub(crate) fn may_write(&self, file: &Path) -> bool {
        self.is_root || may_write(file)
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

/// What a program answered.
pub(super) struct Answer {
    /// What it wrote to standard output.
    pub(super) text: Vec<u8>,
    /// Why it failed, where it did: the last that it said.
    pub(super) failure: Option<String>,
    shown: String,
}

impl Answer {
    /// The answer of a program that must not fail.
    ///
    /// # Errors
    ///
    /// An input error with what the program said.
    pub(super) fn sound(self) -> Result<Vec<u8>> {
        match self.failure {
            None => Ok(self.text),
            Some(why) => Err(Error::input(format!("`{}` failed", self.shown)).because(why)),
        }
    }
}

/// Runs a program that only looks.
///
/// # Errors
///
/// An input error where the program cannot be started, with the package that would bring it.
pub(super) fn ask(program: &str, arguments: &[&str], package: &str) -> Result<Answer> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|e| {
            Error::input(format!("`{program}` cannot be run"))
                .because(os_reason(&e))
                .hint(format!("install {package}, or leave this store out with --store"))
        })?;
    let words = std::iter::once(&program).chain(arguments);
    Ok(Answer {
        failure: (!output.status.success()).then(|| last_words(&output)),
        text: output.stdout,
        shown: words.copied().map(quoted).collect::<Vec<_>>().join(" "),
    })
}

/// The last that a program said, on standard error or, as `keytool` does, on standard output.
pub(super) fn last_words(output: &Output) -> String {
    let last = |stream: &[u8]| {
        let text = String::from_utf8_lossy(stream);
        // The Java runtime says on standard error which variables it minds, whatever happens.
        let mut lines = text.lines().map(str::trim).rev();
        lines
            .find(|line| !line.is_empty() && !line.starts_with("Picked up "))
            .map(str::to_owned)
    };
    last(&output.stderr)
        .or_else(|| last(&output.stdout))
        .unwrap_or_else(|| format!("it said nothing, and ended with {}", output.status))
}

#[cfg(unix)]
fn may_write(file: &Path) -> bool {
    rustix::fs::access(file, rustix::fs::Access::WRITE_OK).is_ok()
}

#[cfg(not(unix))]
fn may_write(_: &Path) -> bool {
    true
}

#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(stdout: &str, stderr: &str) -> String {
        last_words(&Output {
            status: std::process::ExitStatus::default(),
            stdout: stdout.into(),
            stderr: stderr.into(),
        })
    }

    #[test]
    fn the_last_words_of_a_program_are_found_on_either_stream() {
        assert_eq!(said("keytool error: no\n\n", ""), "keytool error: no");
        assert_eq!(said("text", "certutil: no\n"), "certutil: no");
        assert_eq!(
            said("keytool error: no", "Picked up JAVA_TOOL_OPTIONS: -Xmx1g\n"),
            "keytool error: no"
        );
        assert!(said("", "\n").starts_with("it said nothing"));
    }
}
