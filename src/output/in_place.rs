//! Writing a set into a directory that cannot be replaced. That is as good as replacing it as long as no file of the
//! set is there: the key first, and what is looked for beside it after. Otherwise the new set would for a moment be
//! mixed with the old, and is refused, with what is in the way.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::{Access as RustixAccess, CWD, access};
use rustix::io::Errno;

use super::directory::{Entry, build, can_be_replaced, occupied, parent};
use super::leftover;
use super::lock::Lock;
use super::{Access, Disk, Existing, carry, exists, make_directories, put, unwritable};
use crate::error::{Error, Result, os_reason};

/// Whether an error means that the directory cannot be renamed, though it could be written into: a mount
/// point, a parent that belongs to somebody else, or something in it that cannot come along.
pub(super) fn needs_in_place(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ResourceBusy
            | io::ErrorKind::CrossesDevices
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// Writes into a directory that cannot be replaced.
///
/// # Errors
///
/// An output error that names what is in the way.
pub(super) fn in_place(directory: &Path, set: &[Entry], existing: Existing) -> Result<()> {
    in_place_because(directory, set, existing, None)
}

/// The same, where it is known why it cannot be replaced.
pub(super) fn in_place_because(
    directory: &Path,
    set: &[Entry],
    existing: Existing,
    cause: Option<&io::Error>,
) -> Result<()> {
    let _lock = Lock::on(directory, directory)?;
    leftover::sweep(directory);
    fill_in(directory, set, existing, cause)
}

/// The same under the directory's own lock.
pub(super) fn fill_in(
    directory: &Path,
    set: &[Entry],
    existing: Existing,
    cause: Option<&io::Error>,
) -> Result<()> {
    if occupied(directory, set, existing)? {
        return Err(refusal(directory, cause));
    }
    let temporary = leftover::temporary(&directory.join("set"));
    let mut placed = Vec::new();
    let written = place(&temporary, directory, set, &mut placed);
    leftover::remove(&temporary);
    written.map_err(|(path, e)| {
        for path in &placed {
            let _ = fs::remove_file(path);
        }
        if e.kind() == io::ErrorKind::AlreadyExists {
            exists(&path)
        } else {
            unwritable(&path, &e)
        }
    })
}

/// Fills a directory inside, and moves the files out of it one by one: certificates only once their key
/// is there, the key being what is looked for first.
fn place(
    temporary: &Path,
    directory: &Path,
    set: &[Entry],
    placed: &mut Vec<PathBuf>,
) -> Result<(), (PathBuf, io::Error)> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |e: io::Error| (path, e)
    };
    build(temporary, Path::new(""), set, &[], Disk::Now).map_err(failed(directory))?;
    let (keys, others): (Vec<_>, Vec<_>) = set.iter().partition(|entry| entry.access == Access::Private);
    for entry in keys.into_iter().chain(others) {
        let path = directory.join(&entry.name);
        make_directories(parent(&path)).map_err(failed(&path))?;
        put(&temporary.join(&entry.name), &path, Existing::Keep).map_err(failed(&path))?;
        placed.push(path);
    }
    Ok(())
}

/// Why a set that is there cannot be replaced, and what to do.
fn refusal(directory: &Path, cause: Option<&io::Error>) -> Error {
    if let Err(e) = access(directory, RustixAccess::WRITE_OK | RustixAccess::EXEC_OK) {
        return unwritable(directory, &e.into());
    }
    let refusal = Error::output(format!(
        "the set in `{}` cannot be replaced in one step",
        directory.display()
    ))
    .because(obstacle(directory, cause))
    .hint(format!(
        "write to a directory below it: --out {}",
        directory.join("new").display()
    ));
    match cause
        .and_then(io::Error::raw_os_error)
        .map(Errno::from_raw_os_error)
    {
        Some(Errno::XDEV) => refusal.hint(format!(
            "or make it anew in the upper layer: cp -a {0} {0}.new && rm -r {0} && mv {0}.new {0}",
            directory.display()
        )),
        _ => refusal,
    }
}

fn obstacle(directory: &Path, cause: Option<&io::Error>) -> String {
    if !can_be_replaced(directory) {
        return "it is the working directory, or one above it".to_owned();
    }
    if is_mount_point(directory) {
        return "it is a mount point".to_owned();
    }
    let above = parent(directory);
    match access(above, RustixAccess::WRITE_OK | RustixAccess::EXEC_OK) {
        Err(Errno::ROFS) => return format!("`{}` above it is on a read-only file system", above.display()),
        Err(_) => return format!("`{}` above it cannot be written", above.display()),
        Ok(()) => {}
    }
    let Some(cause) = cause else {
        return "something in it cannot be carried over, or it cannot be renamed".to_owned();
    };
    match cause.raw_os_error().map(Errno::from_raw_os_error) {
        Some(Errno::XDEV) => {
            "it lies in a lower layer of an overlay file system, where no directory can be renamed".to_owned()
        }
        Some(Errno::ACCESS | Errno::PERM) => format!(
            "something in it cannot be read, or `{}` lets only owners rename what is in it",
            above.display()
        ),
        _ => os_reason(cause),
    }
}

/// Whether something is mounted here, so that it cannot be renamed.
fn is_mount_point(directory: &Path) -> bool {
    carry::is_mount_root(CWD, directory)
}
