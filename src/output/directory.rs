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

use super::lock::Lock;
use super::{
    Access, Disk, Existing, exists, fill, is_a_link, make_directories, make_directory, put, unwritable,
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
    Ok(Held {
        directory: directory.to_owned(),
        replaceable,
        lock: Lock::on(place, directory)?,
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
            return fill_in(directory, set, existing);
        }
        sweep(parent(directory));
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
    let temporary = temporary(directory);
    match build(&temporary, directory, set, obsolete, Disk::Now) {
        Ok(()) => {}
        Err(e) => {
            let _ = fs::remove_dir_all(&temporary);
            return match needs_in_place(&e) && !occupied {
                true => in_place(directory, set, existing),
                false => Err(unwritable(directory, &e)),
            };
        }
    }
    match swap(&temporary, directory) {
        Ok(()) => {
            clear(&temporary, directory, &own(set, obsolete));
            Ok(())
        }
        Err(e) => {
            let _ = fs::remove_dir_all(&temporary);
            match e.kind() {
                _ if needs_in_place(&e) => in_place(directory, set, existing),
                io::ErrorKind::AlreadyExists => Err(exists(directory)),
                _ => Err(unwritable(directory, &e)),
            }
        }
    }
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

const PREFIX: &str = ".tlsctl-";
const SUFFIX: &str = ".tmp";
const ASIDE: &str = ".old";

pub(super) fn temporary(directory: &Path) -> PathBuf {
    let name = directory.file_name().unwrap_or_default().to_string_lossy();
    directory.with_file_name(format!("{PREFIX}{}-{name}{SUFFIX}", std::process::id()))
}

/// Removes what runs that were killed have left; under the lock nothing of the kind is in use. On file
/// systems that cannot exchange, a set that was on its way out goes back where nothing took its place.
pub(super) fn sweep(place: &Path) {
    let Ok(entries) = fs::read_dir(place) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some((_, rest)) = name.strip_prefix(PREFIX).and_then(|rest| rest.split_once('-')) else {
            continue;
        };
        if rest.ends_with(SUFFIX) {
            let _ = fs::remove_dir_all(entry.path()).or_else(|_| fs::remove_file(entry.path()));
        } else if let Some(target) = rest.strip_suffix(ASIDE) {
            let target = place.join(target);
            if target.symlink_metadata().is_ok() {
                let _ = fs::remove_dir_all(entry.path());
            } else {
                let _ = fs::rename(entry.path(), target);
            }
        }
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
    fill_new(temporary, set, disk)?;
    if let Ok(old) = fs::metadata(directory) {
        carry(directory, temporary, &own(set, obsolete))?;
        fs::set_permissions(temporary, old.permissions())?;
    }
    Ok(())
}

/// Makes a directory with a set in it.
pub(super) fn fill_new(directory: &Path, set: &[Entry], disk: Disk) -> io::Result<()> {
    make_directory(directory)?;
    let mut files = Vec::with_capacity(set.len());
    for entry in set {
        let path = directory.join(&entry.name);
        if entry.name.contains('/') {
            make_directories(parent(&path))?;
        }
        let file = fill(&path, &entry.bytes, entry.access)?;
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

/// Gives everything in `from` a second name in `to`, but for the names in `own`.
fn carry(from: &Path, to: &Path, own: &BTreeSet<&str>) -> io::Result<()> {
    let device = fs::metadata(from)?.dev();
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if own.contains(&*name.to_string_lossy()) {
            continue;
        }
        let (old, new) = (entry.path(), to.join(&name));
        let there = entry.metadata()?;
        if there.dev() != device {
            return Err(io::Error::other(format!("`{}` is a mount point", old.display())));
        } else if there.is_dir() {
            fs::create_dir(&new)?;
            carry(&old, &new, &BTreeSet::new())?;
            fs::set_permissions(&new, there.permissions())?;
        } else {
            // A file system without second names gets a copy.
            fs::hard_link(&old, &new).or_else(|_| fs::copy(&old, &new).map(|_| ()))?;
        }
    }
    Ok(())
}

/// The one step: the new directory takes the place of the old, which takes the temporary name.
pub(super) fn swap(temporary: &Path, directory: &Path) -> io::Result<()> {
    if directory.symlink_metadata().is_err() {
        return put(temporary, directory, Existing::Keep);
    }
    match renameat_with(CWD, temporary, CWD, directory, RenameFlags::EXCHANGE) {
        // A file system that cannot exchange: two renames, between which the set is away but whole.
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
            let aside = temporary.with_extension(&ASIDE[1..]);
            fs::rename(directory, &aside)?;
            fs::rename(temporary, directory).inspect_err(|_| {
                let _ = fs::rename(&aside, directory);
            })?;
            fs::rename(&aside, temporary)
        }
        other => Ok(other?),
    }
}

/// Removes the old directory, but for what has been put into it since it was looked at: that moves.
pub(super) fn clear(old: &Path, new: &Path, own: &BTreeSet<&str>) {
    for entry in fs::read_dir(old).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let place = new.join(&name);
        if !own.contains(&*name.to_string_lossy()) && place.symlink_metadata().is_err() {
            let _ = fs::rename(entry.path(), place);
        }
    }
    let _ = fs::remove_dir_all(old);
}

/// Whether an error means that the directory cannot be renamed, though it could be written into: a mount
/// point, or a parent that belongs to somebody else.
pub(super) fn needs_in_place(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ResourceBusy
            | io::ErrorKind::CrossesDevices
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// Writes into a directory that cannot be replaced. That is as good as long as no file of the set is
/// there; otherwise the new set would for a moment be mixed with the old, and is refused.
pub(super) fn in_place(directory: &Path, set: &[Entry], existing: Existing) -> Result<()> {
    let _lock = Lock::on(directory, directory)?;
    fill_in(directory, set, existing)
}

/// The same under the directory's own lock.
fn fill_in(directory: &Path, set: &[Entry], existing: Existing) -> Result<()> {
    sweep(directory);
    if occupied(directory, set, existing)? {
        return Err(Error::output(format!(
            "the set in `{}` cannot be replaced in one step",
            directory.display()
        ))
        .because("it is the working directory or a mount point, or the directory above it cannot be written")
        .hint(format!(
            "write to a directory below it: --out {}",
            directory.join("new").display()
        )));
    }
    let temporary = directory.join(format!("{PREFIX}{}-set{SUFFIX}", std::process::id()));
    let mut placed = Vec::new();
    let written = place(&temporary, directory, set, &mut placed);
    let _ = fs::remove_dir_all(&temporary);
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
