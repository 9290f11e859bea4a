//! The only writer of files. A file appears whole or not at all, a key is 0600 from its first byte, and
//! what exists is kept unless the caller says to replace it. Several files that belong together are
//! [`directory`]'s.

pub(crate) mod batch;
pub(crate) mod directory;
pub(crate) mod lock;
pub(crate) mod staged;
pub(crate) mod turn;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{Access as RustixAccess, CWD, OFlags, RenameFlags, renameat_with};

use crate::error::{Error, Result, os_reason};

/// Who may read a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Access {
    /// The owner only: mode 0600, for keys.
    Private,
    /// Everyone: mode 0644, less what the umask takes away.
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

/// When what was written has to be on the disk.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Disk {
    /// With everything else at the end.
    Later,
    /// Before it takes its place.
    Now,
}

/// Opens a file to add to, readable by its owner only. Of a pipe the reader has to be there, and what it does not
/// take in time is lost to it: whoever writes never waits.
///
/// # Errors
///
/// An output error that names the file.
pub(crate) fn append(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true).mode(0o600);
    stream(options, path).map_err(|e| unopened(path, &e))
}

/// Whether a file could be added to, as far as can be told without making it.
///
/// # Errors
///
/// As [`append`].
pub(crate) fn check_append(path: &Path) -> Result<()> {
    let failed = |e: rustix::io::Errno| unwritable(path, &e.into());
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => Err(failed(rustix::io::Errno::ISDIR)),
        Ok(_) => rustix::fs::access(path, RustixAccess::WRITE_OK).map_err(failed),
        Err(e) if e.kind() == io::ErrorKind::NotFound && path.file_name().is_some() => {
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            let parent = parent.unwrap_or(Path::new("."));
            rustix::fs::access(parent, RustixAccess::WRITE_OK | RustixAccess::EXEC_OK).map_err(failed)
        }
        Err(e) => Err(unwritable(path, &e)),
    }
}

/// Opens what may be a pipe, without waiting for long until somebody reads it.
fn stream(mut options: OpenOptions, path: &Path) -> io::Result<File> {
    options.custom_flags(OFlags::NONBLOCK.bits().cast_signed());
    let mut waited = Duration::ZERO;
    loop {
        match options.open(path) {
            Err(e) if is_unread(&e) && waited < PATIENCE => {
                std::thread::sleep(PAUSE);
                waited += PAUSE;
            }
            other => return other,
        }
    }
}

/// Whether it is a pipe that nobody has opened to read.
fn is_unread(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error())
}

/// How long a pipe's reader may take to open it.
const PATIENCE: Duration = Duration::from_secs(2);

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(10);

fn unopened(path: &Path, error: &io::Error) -> Error {
    if is_unread(error) {
        return Error::output(format!("`{}` cannot be written", path.display()))
            .because("it is a pipe that nobody reads")
            .hint("start its reader first, or name a file");
    }
    unwritable(path, error)
}

/// Writes one whole file: beside its place first, then moved there in one step. What is no regular file
/// (a terminal, a pipe, `/dev/null`) is written to as it is.
///
/// # Errors
///
/// An output error that names the file; nothing is left behind, and an old file is untouched.
pub(crate) fn write(path: &Path, bytes: &[u8], access: Access, existing: Existing) -> Result<()> {
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return pour(path, bytes).map_err(|e| unopened(path, &e));
    }
    let link = path.symlink_metadata().is_ok_and(|there| there.is_symlink());
    if link && access == Access::Private {
        return Err(is_a_link(path));
    }
    let place = if link {
        fs::canonicalize(path).map_err(|e| unwritable(path, &e))?
    } else {
        path.to_owned()
    };
    let temporary = beside(&place)?;
    let written = fill(&temporary, bytes, access)
        .and_then(|file| file.sync_all())
        .and_then(|()| put(&temporary, &place, existing));
    sync(place.parent());
    written.map_err(|e| {
        let _ = fs::remove_file(&temporary);
        match e.kind() {
            io::ErrorKind::AlreadyExists => exists(path),
            _ => unwritable(path, &e),
        }
    })
}

/// Whether one file with a key could be written, so that nothing is made in vain: what is in the way is
/// refused now.
///
/// # Errors
///
/// An output error that names it.
pub(crate) fn check_key(path: &Path) -> Result<()> {
    match path.symlink_metadata() {
        Ok(there) if there.is_symlink() => Err(is_a_link(path)),
        Ok(there) if there.is_dir() => Err(Error::output(format!("`{}` is a directory", path.display()))
            .hint("move it away, or write to another place with --out")),
        _ => Ok(()),
    }
}

/// Removes a file, if it is there.
///
/// # Errors
///
/// An output error that names the file.
pub(crate) fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(unwritable(path, &e)),
        _ => Ok(()),
    }
}

/// Whether others than its owner can read a file, which no file with a key is written like.
pub(crate) fn is_exposed(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|there| there.permissions().mode() & 0o077 != 0)
}

/// An output error that names the file and what the system said.
pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Error {
    let refusal = Error::output(format!("`{}` cannot be written", path.display())).because(os_reason(error));
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            refusal.hint("make room, or name another place")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            refusal.hint("name another place to write to")
        }
        _ => refusal,
    }
}

fn exists(path: &Path) -> Error {
    Error::output(format!("`{}` exists", path.display()))
        .hint("give --force to replace it, or name another place")
}

fn is_a_link(path: &Path) -> Error {
    let target = fs::read_link(path).unwrap_or_default();
    Error::output(format!(
        "`{}` is a symbolic link to `{}`",
        path.display(),
        target.display()
    ))
    .hint("a key is never written through a link: remove the link, or name another place")
}

/// Creates a file, with the mode it is to have from the first byte on. That it is on the disk is the
/// caller's affair.
fn fill(path: &Path, bytes: &[u8], access: Access) -> io::Result<File> {
    let mode = match access {
        Access::Private => 0o600,
        Access::Public => 0o644,
    };
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)?;
    file.write_all(bytes)?;
    Ok(file)
}

fn pour(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true);
    let mut file = stream(options, path)?;
    // A reader that is there may be slow.
    rustix::fs::fcntl_setfl(&file, OFlags::empty())?;
    file.write_all(bytes)
}

/// Makes a directory that others cannot write to, whatever the umask lets them.
fn make_directory(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().mode(0o755).create(path)
}

/// The same, with what is missing above it.
fn make_directories(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o755).create(path)
}

/// Moves what is at `from` to `to` in one step.
fn put(from: &Path, to: &Path, existing: Existing) -> io::Result<()> {
    if existing == Existing::Replace {
        fs::rename(from, to)?;
    } else {
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // A file system that does not know the flag: a look beforehand has to do.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) if to.symlink_metadata().is_err() => {
                fs::rename(from, to)?;
            }
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            other => other?,
        }
    }
    Ok(())
}

/// Makes the names in a directory last; where the file system has no such thing, nothing is lost.
fn sync(directory: Option<&Path>) {
    let directory = directory
        .filter(|path| !path.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    if let Ok(directory) = File::open(directory) {
        let _ = directory.sync_all();
    }
}

/// A hidden name in the same directory, of this process alone.
fn beside(path: &Path) -> Result<PathBuf> {
    let name = path
        .file_name()
        .ok_or_else(|| Error::output(format!("`{}` is not the name of a file", path.display())))?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.tmp", std::process::id()));
    Ok(path.with_file_name(hidden))
}
