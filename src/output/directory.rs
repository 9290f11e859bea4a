//! Files that belong together, such as a key and its certificate, written as one directory. The new
//! directory is built beside the old one and takes its place in one rename, so that whoever looks, or
//! pulls the plug, finds the old set or the new one. What else was in the old directory stays in it.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::carry;
use super::carry::clear;
use super::in_place::{fill_in, in_place_because};
use super::in_place::{in_place, needs_in_place};
use super::leftover;
use super::leftover::{sweep, temporary};
use super::lock::Lock;
use super::{
    Access, Disk, Existing, exists, fill_over, is_a_link, make_directories, make_directory, put, unwritable,
};
use crate::error::{Error, Result};

/// One file of a set.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Relative to the directory; may lie in a directory below it.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) access: Access,
}

impl Entry {
    /// A file for everyone to read.
    pub(crate) fn public(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            bytes: bytes.into(),
            access: Access::Public,
        }
    }

    /// A file for the owner alone.
    pub(crate) fn private(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            bytes: bytes.into(),
            access: Access::Private,
        }
    }

    /// The entry of the directory that it is, or lies in.
    fn top(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }
}

/// Writes a set of files into `directory`, all at once. Names in `obsolete` go away with the old set.
///
/// # Errors
///
/// An output error that names what is in the way; the old set is untouched, and nothing is left behind.
pub(crate) fn write(directory: &Path, set: &[Entry], obsolete: &[String], existing: Existing) -> Result<()> {
    hold(directory)?.write(set, obsolete, existing)
}

/// Keeps other runs from writing `directory`, so that what is looked at stays so until it is written.
///
/// # Errors
///
/// As [`Lock::on`].
pub(crate) fn hold(directory: &Path) -> Result<Held> {
    let replaceable = can_be_replaced(directory);
    let place = if replaceable { parent(directory) } else { directory };
    let lock = Lock::on(place, directory)?;
    sweep(place);
    Ok(Held {
        directory: directory.to_owned(),
        replaceable,
        lock,
    })
}

/// A directory that no other run writes.
#[derive(Debug)]
pub(crate) struct Held {
    directory: PathBuf,
    replaceable: bool,
    lock: Lock,
}

impl Held {
    /// As [`write()`], which see.
    pub(crate) fn write(&self, set: &[Entry], obsolete: &[String], existing: Existing) -> Result<()> {
        let directory = &self.directory;
        if !self.replaceable {
            return fill_in(directory, set, existing, None);
        }
        replace(directory, set, obsolete, existing)?;
        if let Some(place) = self.lock.file() {
            let _ = place.sync_all();
        }
        Ok(())
    }
}

/// Puts a set in the place of the old one, under the lock.
fn replace(directory: &Path, set: &[Entry], obsolete: &[String], existing: Existing) -> Result<()> {
    let occupied = occupied(directory, set, existing)?;
    if !occupied && belongs_to_another(directory) {
        return in_place(directory, set, existing);
    }
    let temporary = temporary(directory);
    let replaced =
        build(&temporary, directory, set, obsolete, Disk::Now).and_then(|()| swap(&temporary, directory));
    match replaced {
        Ok(()) => {
            clear(&temporary, directory, &own(set, obsolete));
            Ok(())
        }
        Err(e) => {
            leftover::remove(&temporary);
            match e.kind() {
                _ if needs_in_place(&e) => in_place_because(directory, set, existing, Some(&e)),
                io::ErrorKind::AlreadyExists if existing == Existing::Keep => Err(exists(directory)),
                _ => Err(unwritable(directory, &e)),
            }
        }
    }
}

/// Whether a directory would change hands if it were made anew.
pub(super) fn belongs_to_another(directory: &Path) -> bool {
    let me = rustix::process::geteuid();
    !me.is_root() && fs::metadata(directory).is_ok_and(|there| there.uid() != me.as_raw())
}

/// Whether a set could be written, so that nothing is made in vain: what is in the way is refused now.
///
/// # Errors
///
/// As [`write()`], where something is in the way.
pub(crate) fn check<'a>(
    directory: &Path,
    names: impl IntoIterator<Item = &'a str>,
    existing: Existing,
) -> Result<()> {
    let set: Vec<Entry> = names.into_iter().map(|name| Entry::public(name, [])).collect();
    occupied(directory, &set, existing).map(|_| ())
}

/// Whether any file of the set is there already.
pub(super) fn occupied(directory: &Path, set: &[Entry], existing: Existing) -> Result<bool> {
    match directory.symlink_metadata() {
        Err(_) => return Ok(false),
        Ok(there) if there.is_symlink() && can_be_replaced(directory) => return Err(is_a_link(directory)),
        Ok(there) if !there.is_dir() && !there.is_symlink() => {
            return Err(
                Error::output(format!("`{}` is a file, not a directory", directory.display()))
                    .hint("write to another place with --out"),
            );
        }
        Ok(_) => {}
    }
    let mut occupied = false;
    for entry in set {
        let path = directory.join(&entry.name);
        let Ok(there) = path.symlink_metadata() else {
            continue;
        };
        if there.is_symlink() {
            return Err(is_a_link(&path));
        }
        if existing == Existing::Keep {
            return Err(exists(&path));
        }
        if there.is_dir() {
            return Err(Error::output(format!("`{}` is a directory", path.display()))
                .hint("move it away, or write to another place with --out"));
        }
        occupied = true;
    }
    Ok(occupied)
}

/// A directory that is somebody's place to stand (`.`, a path that ends in `..`, the root, the working
/// directory by another name) is filled, never replaced under their feet.
pub(super) fn can_be_replaced(directory: &Path) -> bool {
    let named = matches!(directory.components().next_back(), Some(Component::Normal(_)));
    let is_there = || directory.symlink_metadata().is_ok();
    let here = || fs::canonicalize(".").ok();
    let is_here =
        || fs::canonicalize(directory).is_ok_and(|place| here().is_some_and(|here| here.starts_with(place)));
    named && !(is_there() && is_here())
}

pub(super) fn parent(directory: &Path) -> &Path {
    match directory.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) => Path::new("."),
        None => directory,
    }
}

/// Builds the new directory beside the old one, with all that is to stay of the old.
pub(super) fn build(
    temporary: &Path,
    directory: &Path,
    set: &[Entry],
    obsolete: &[String],
    disk: Disk,
) -> io::Result<()> {
    if fs::metadata(directory).is_err() {
        return fill_new(temporary, set, disk);
    }
    make_directory(temporary)?;
    carry::inherit(directory, temporary)?;
    fill_with(temporary, Some(directory), set, disk)?;
    carry::carry(directory, temporary, &own(set, obsolete))?;
    carry::take_after(directory, temporary)
}

/// Makes a directory with a set in it.
pub(super) fn fill_new(directory: &Path, set: &[Entry], disk: Disk) -> io::Result<()> {
    make_directory(directory)?;
    fill_with(directory, None, set, disk)
}

/// Writes a set into a new directory; each file belongs to whom the one in `old` belongs that it is to replace.
fn fill_with(directory: &Path, old: Option<&Path>, set: &[Entry], disk: Disk) -> io::Result<()> {
    let mut files = Vec::with_capacity(set.len());
    for entry in set {
        let path = directory.join(&entry.name);
        if entry.name.contains('/') {
            make_directories(parent(&path))?;
        }
        let replaced = old.map(|old| old.join(&entry.name));
        let file = fill_over(&path, &entry.bytes, entry.access, replaced.as_deref())?;
        if disk == Disk::Now && !entry.bytes.is_empty() {
            files.push(file);
        }
    }
    // Once all are written: a journal commits them together, with the names that they have here.
    for file in files {
        file.sync_all()?;
    }
    Ok(())
}

/// The names that the set decides about.
pub(super) fn own<'a>(set: &'a [Entry], obsolete: &'a [String]) -> BTreeSet<&'a str> {
    set.iter()
        .map(Entry::top)
        .chain(obsolete.iter().map(String::as_str))
        .collect()
}

/// The one step: the new directory takes the place of the old, which takes the temporary name.
pub(super) fn swap(temporary: &Path, directory: &Path) -> io::Result<()> {
    if directory.symlink_metadata().is_err() {
        return put(temporary, directory, Existing::Keep);
    }
    match renameat_with(CWD, temporary, CWD, directory, RenameFlags::EXCHANGE) {
        // A file system that cannot exchange: two renames, between which the set is away but whole.
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
            let aside = leftover::aside(directory);
            make_directory(&aside)?;
            let kept = aside.join(directory.file_name().unwrap_or_default());
            let put_back = |_: &io::Error| {
                let _ = fs::rename(&kept, directory);
            };
            let swapped = fs::rename(directory, &kept)
                .and_then(|()| fs::rename(temporary, directory).inspect_err(put_back))
                .and_then(|()| fs::rename(&kept, temporary));
            let _ = fs::remove_dir(&aside);
            swapped
        }
        other => Ok(other?),
    }
}
