//! The only writer of files. A file appears whole or not at all, a key is 0600 from its first byte, and
//! what exists is kept unless the caller says to replace it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use crate::error::{Error, Result, os_reason};

/// Who may read a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Access {
    /// The owner only: mode 0600, for keys.
    Private,
    /// Everyone: mode 0644.
    Public,
}

/// What happens to a file that is already there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Existing {
    /// It stays, and writing is refused.
    Keep,
    /// It is replaced in one step.
    Replace,
}

/// Writes one whole file: beside its place first, then moved there in one step.
///
/// # Errors
///
/// An output error that names the file; nothing is left behind, and an old file is untouched.
pub(crate) fn write(path: &Path, bytes: &[u8], access: Access, existing: Existing) -> Result<()> {
    let name = path.display();
    if existing == Existing::Keep && path.symlink_metadata().is_ok() {
        return Err(Error::output(format!("`{name}` exists"))
            .hint("give --force to replace it, or another place with --out or --output"));
    }
    let temporary = beside(path)?;
    let written = fill(&temporary, bytes, access).and_then(|()| fs::rename(&temporary, path));
    written.map_err(|e| {
        let _ = fs::remove_file(&temporary);
        unwritable(path, &e)
    })
}

/// An output error that names the file and what the system said.
pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Error {
    Error::output(format!("`{}` cannot be written", path.display())).because(os_reason(error))
}

fn fill(path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(match access {
            Access::Private => 0o600,
            Access::Public => 0o644,
        });
    }
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A hidden name in the same directory, of this process alone.
fn beside(path: &Path) -> Result<std::path::PathBuf> {
    let name = path
        .file_name()
        .ok_or_else(|| Error::output(format!("`{}` is not the name of a file", path.display())))?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.tmp", std::process::id()));
    Ok(path.with_file_name(hidden))
}
