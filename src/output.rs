//! The only writer of files. A file appears whole or not at all, a key is 0600 from its first byte, and
//! what exists is kept unless the caller says to replace it. Several files that belong together are
//! [`directory`]'s.

pub(crate) mod batch;
mod carry;
pub(crate) mod directory;
mod in_place;
mod leftover;
pub(crate) mod limit;
pub(crate) mod lock;
pub(crate) mod staged;
pub(crate) mod turn;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::time::Duration;

use rustix::fs::{Access as RustixAccess, CWD, OFlags, RenameFlags, renameat_with};
use rustix::io::Errno;

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
    let failed = |e: Errno| unwritable(path, &e.into());
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => Err(failed(Errno::ISDIR)),
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
    error.raw_os_error() == Some(Errno::NXIO.raw_os_error())
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
    if place.file_name().is_none() {
        return Err(Error::output(format!(
            "`{}` is not the name of a file",
            path.display()
        )));
    }
    leftover::sweep_single(directory::parent(&place));
    let written = write_beside(&place, bytes, access, existing);
    sync(place.parent());
    written.map_err(|e| match e.kind() {
        io::ErrorKind::AlreadyExists => exists(path),
        _ => unwritable(path, &e),
    })
}

/// Fills a file under a hidden name, which it gives up for its own.
fn write_beside(place: &Path, bytes: &[u8], access: Access, existing: Existing) -> io::Result<()> {
    loop {
        let temporary = leftover::single(place);
        let mut file = create(&temporary, access, Some(place))?;
        if !leftover::claim(&file) {
            continue;
        }
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        let placed = written.and_then(|()| put(&temporary, place, existing));
        return placed.inspect_err(|_| {
            let _ = fs::remove_file(&temporary);
        });
    }
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
    let refusal = Error::output(format!("`{}` cannot be written", path.display()));
    if let Some((cause, hint)) = in_the_way(path, error) {
        return refusal.because(cause).hint(hint);
    }
    let refusal = refusal.because(os_reason(error));
    match hint(error) {
        Some(hint) => refusal.hint(hint),
        None => refusal,
    }
}

/// What to do about what the system said.
fn hint(error: &io::Error) -> Option<&'static str> {
    if let Some(Errno::MFILE | Errno::NFILE) = Errno::from_io_error(error) {
        return Some("let it open more files at once: ulimit -n 4096");
    }
    Some(match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room, or name another place",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "name another place to write to"
        }
        io::ErrorKind::ResourceBusy => "it is in use, such as by a mount: name another place to write to",
        io::ErrorKind::CrossesDevices => "name a place that lies on one file system",
        io::ErrorKind::FileTooLarge => "let files grow larger (ulimit -f unlimited), or name another place",
        io::ErrorKind::InvalidFilename => "name a place with a shorter name",
        io::ErrorKind::AlreadyExists => "move what is there away, or name another place",
        io::ErrorKind::NotADirectory => "move the file away, or name another place",
        _ => return None,
    })
}

/// What above a place, or at it, is not the directory that it would have to be.
fn in_the_way(path: &Path, error: &io::Error) -> Option<(String, String)> {
    let is_about_the_path = matches!(
        Errno::from_io_error(error),
        Some(Errno::EXIST | Errno::LOOP | Errno::NOTDIR | Errno::NOENT)
    );
    if !is_about_the_path {
        return None;
    }
    path.ancestors().find_map(|place| {
        let there = place.symlink_metadata().ok()?;
        let name = place.display();
        if there.is_symlink() {
            let why = match fs::metadata(place) {
                Ok(_) => return None,
                Err(e) if e.kind() == io::ErrorKind::NotFound => "is not there",
                Err(e) if Errno::from_io_error(&e) == Some(Errno::LOOP) => "leads back to it",
                Err(_) => return None,
            };
            let target = fs::read_link(place).unwrap_or_default();
            return Some((
                format!(
                    "`{name}` is a symbolic link to `{}`, which {why}",
                    target.display()
                ),
                format!("remove the link with rm {name}, or name another place"),
            ));
        }
        (place != path && there.is_file()).then(|| {
            (
                format!("`{name}` is a file, not a directory"),
                "move the file away, or name another place".to_owned(),
            )
        })
    })
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
    fill_over(path, bytes, access, None)
}

/// The same for a file that is to replace another, whose owner it is to have.
fn fill_over(path: &Path, bytes: &[u8], access: Access, replaced: Option<&Path>) -> io::Result<File> {
    let mut file = create(path, access, replaced)?;
    file.write_all(bytes)?;
    Ok(file)
}

fn create(path: &Path, access: Access, replaced: Option<&Path>) -> io::Result<File> {
    let mode = match access {
        Access::Private => 0o600,
        Access::Public => 0o644,
    };
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)?;
    if let Some(replaced) = replaced {
        carry::take_over(&file, replaced);
    }
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
            Err(Errno::INVAL | Errno::NOSYS) if to.symlink_metadata().is_err() => {
                fs::rename(from, to)?;
            }
            Err(Errno::INVAL | Errno::NOSYS) => {
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
