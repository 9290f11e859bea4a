//! Foreign judges: other people's programs that say whether what tlsctl made is right.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs a judge to a successful end, and gives what it said.
#[track_caller]
pub(crate) fn judge<S: AsRef<std::ffi::OsStr>>(program: &str, arguments: &[S]) -> String {
    let (accepted, said) = ask(program, arguments);
    assert!(accepted, "{program} says: {said}");
    said
}

/// Runs a judge to an end that is not successful, and gives what it said.
#[track_caller]
pub(crate) fn objects<S: AsRef<std::ffi::OsStr>>(program: &str, arguments: &[S]) -> String {
    let (accepted, said) = ask(program, arguments);
    assert!(!accepted, "{program} accepts: {said}");
    said
}

/// Where `tests/run` puts what it fetches: a Python environment, and schemas.
pub(crate) fn peers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers")
}

/// A program among the Python packages that `tests/run` prepares.
pub(crate) fn python(program: &str) -> String {
    text(peers().join("bin").join(program))
}

#[track_caller]
fn ask<S: AsRef<std::ffi::OsStr>>(program: &str, arguments: &[S]) -> (bool, String) {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|e| panic!("{program} is not there ({e}): tests/run installs it"));
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

/// A path as text.
pub(crate) fn text(path: impl AsRef<Path>) -> String {
    path.as_ref().display().to_string()
}
