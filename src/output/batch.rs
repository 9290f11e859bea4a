//! Many sets that belong together, from any number of threads: all of them are built beside their places
//! first, and only once the last one is there they take their places, each in one rename. What goes into a
//! directory that is not there yet is built in a new one, which takes its place as a whole. A failure puts
//! everything back; whoever pulls the plug in between finds each place as it was or as it is to be.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::directory::{
    Entry, build, can_be_replaced, clear, fill_new, in_place, needs_in_place, occupied, own, parent, swap,
    sweep, temporary,
};
use super::lock::Lock;
use super::{Access, Disk, Existing, check_key, fill, make_directory, put, unwritable};
use crate::error::Result;

/// Sets and files that are to take their places together. What is dropped before leaves nothing behind.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    staged: Mutex<Vec<Staged>>,
    /// The directories in which the places are.
    grounds: Mutex<BTreeMap<PathBuf, Ground>>,
}

/// A directory in which places are.
#[derive(Debug)]
enum Ground {
    /// It is there, and no other run writes in it.
    Locked(Lock),
    /// It is one of those that are locked, by another name.
    Same,
    /// It is not there yet; this is built to become it. The topmost is locked before anyone can see it.
    New(PathBuf, Option<Lock>),
}

/// What waits for its place.
#[derive(Debug)]
struct Staged {
    place: PathBuf,
    form: Form,
}

#[derive(Debug)]
enum Form {
    /// A directory beside its place; these names in it are the set's.
    Directory(PathBuf, BTreeSet<String>),
    /// A file beside its place.
    File(PathBuf),
    /// A set for a directory that cannot be replaced, and has none of it yet.
    InPlace(Vec<Entry>),
    /// A directory beside its place, where there is nothing yet, with the sets in it.
    Tree(PathBuf),
}

impl Batch {
    /// Builds one set beside the directory that it is to replace. Names in `obsolete` are to go away.
    ///
    /// # Errors
    ///
    /// An output error that names what is in the way.
    pub(crate) fn stage(&self, directory: &Path, set: Vec<Entry>, obsolete: &[String]) -> Result<()> {
        if let Some(new) = self.enter(directory)? {
            return fill_new(&new, &set, Disk::Later).map_err(|e| unwritable(directory, &e));
        }
        let occupied = occupied(directory, &set, Existing::Replace)?;
        let temporary = temporary(directory);
        let built = match can_be_replaced(directory) && !is_mount_point(directory) {
            true => build(&temporary, directory, &set, obsolete, Disk::Later),
            false => Err(io::ErrorKind::ResourceBusy.into()),
        };
        let form = match built {
            Ok(()) => Form::Directory(
                temporary,
                own(&set, obsolete).into_iter().map(str::to_owned).collect(),
            ),
            Err(e) => {
                let _ = fs::remove_dir_all(&temporary);
                if !needs_in_place(&e) {
                    return Err(unwritable(directory, &e));
                }
                if occupied {
                    // Which says why it cannot be done, before anything is.
                    return in_place(directory, &set, Existing::Replace);
                }
                Form::InPlace(set)
            }
        };
        self.add(directory, form);
        Ok(())
    }

    /// Builds one file that holds a key beside its place.
    ///
    /// # Errors
    ///
    /// An output error that names the file.
    pub(crate) fn stage_key(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        if let Some(new) = self.enter(path)? {
            let filled = fill(&new, bytes, Access::Private);
            return filled.map(|_| ()).map_err(|e| unwritable(path, &e));
        }
        check_key(path)?;
        let temporary = temporary(path);
        if let Err(e) = fill(&temporary, bytes, Access::Private) {
            let _ = fs::remove_file(&temporary);
            return Err(unwritable(path, &e));
        }
        self.add(path, Form::File(temporary));
        Ok(())
    }

    /// Puts everything that is staged in its place.
    ///
    /// # Errors
    ///
    /// An output error that names the place; everything is as it was before.
    pub(crate) fn commit(&self) -> Result<()> {
        self.sync();
        let mut staged = std::mem::take(&mut *held(&self.staged));
        staged.sort_by_key(|set| matches!(set.form, Form::InPlace(_)));
        for at in 0..staged.len() {
            if let Err(error) = staged[at].place() {
                for placed in staged[..at].iter().rev() {
                    placed.put_back();
                }
                return Err(error);
            }
        }
        for set in &staged {
            set.clear();
        }
        self.sync();
        let mut grounds = held(&self.grounds);
        for ground in grounds.values_mut() {
            if let Ground::New(_, lock) = ground {
                *ground = lock.take().map_or(Ground::Same, Ground::Locked);
            }
        }
        // What was built below is locked when it is written to again.
        grounds.retain(|_, ground| !matches!(ground, Ground::Same));
        Ok(())
    }

    /// Lets the disk catch up.
    fn sync(&self) {
        let mut devices = BTreeSet::new();
        for ground in held(&self.grounds).values() {
            let Ground::Locked(lock) = ground else { continue };
            let Some(place) = lock.file() else { continue };
            if place.metadata().is_ok_and(|there| devices.insert(there.dev())) {
                let _ = rustix::fs::syncfs(place);
            }
        }
    }

    fn add(&self, place: &Path, form: Form) {
        held(&self.staged).push(Staged {
            place: place.to_owned(),
            form,
        });
    }

    /// Keeps other runs from writing in `directory`, or where it is not there, from making it: what is looked at
    /// stays so until it is written.
    ///
    /// # Errors
    ///
    /// As [`Lock::on`].
    pub(crate) fn hold(&self, directory: &Path) -> Result<()> {
        let directory = match directory.as_os_str().is_empty() {
            true => Path::new("."),
            false => directory,
        };
        let mut grounds = held(&self.grounds);
        loop {
            let mut there = directory;
            while is_missing(there) && parent(there) != there {
                there = parent(there);
            }
            if grounds.contains_key(there) {
                return Ok(());
            }
            // Whoever held the lock until now may have made what was not there.
            lock(&mut grounds, there, directory)?;
        }
    }

    /// Locks the directory in which a place is, and sweeps out what killed runs have left there; once for each.
    /// Where that directory is not there, the place is this one until all is put in place.
    ///
    /// # Errors
    ///
    /// As [`Lock::on`].
    pub(crate) fn enter(&self, place: &Path) -> Result<Option<PathBuf>> {
        let new = self.open(&mut held(&self.grounds), parent(place), place)?;
        Ok(new.map(|new| new.join(place.file_name().unwrap_or_default())))
    }

    /// Locks a directory, or gives what is to become it.
    fn open(
        &self,
        grounds: &mut BTreeMap<PathBuf, Ground>,
        directory: &Path,
        wanted: &Path,
    ) -> Result<Option<PathBuf>> {
        match grounds.get(directory) {
            Some(Ground::Locked(_) | Ground::Same) => return Ok(None),
            Some(Ground::New(new, _)) => return Ok(Some(new.clone())),
            None => {}
        }
        if let Some(name) = directory.file_name().filter(|_| is_missing(directory)) {
            let above = self.open(grounds, parent(directory), wanted)?;
            // Whoever held the lock on what is above it may have made it.
            if above.is_some() || is_missing(directory) {
                let (new, is_top) = match above {
                    Some(above) => (above.join(name), false),
                    None => (temporary(directory), true),
                };
                make_directory(&new).map_err(|e| unwritable(wanted, &e))?;
                let lock = match is_top {
                    true => {
                        self.add(directory, Form::Tree(new.clone()));
                        Some(Lock::on(&new, wanted)?)
                    }
                    false => None,
                };
                grounds.insert(directory.to_owned(), Ground::New(new.clone(), lock));
                return Ok(Some(new));
            }
        }
        lock(grounds, directory, wanted)?;
        Ok(None)
    }
}

/// Locks a directory that is there, unless it is locked by another name, and sweeps out what killed runs have left.
fn lock(grounds: &mut BTreeMap<PathBuf, Ground>, directory: &Path, wanted: &Path) -> Result<()> {
    let is_same = |ground: &Ground| match ground {
        Ground::Locked(lock) => lock.is_on(directory),
        _ => false,
    };
    let ground = match grounds.values().any(is_same) {
        true => Ground::Same,
        false => {
            let lock = Lock::on(directory, wanted)?;
            sweep(directory);
            Ground::Locked(lock)
        }
    };
    grounds.insert(directory.to_owned(), ground);
    Ok(())
}

impl Drop for Batch {
    /// From the inside out, so that directories that were made for nothing are empty and go.
    fn drop(&mut self) {
        held(&self.staged).clear();
        let mut grounds = held(&self.grounds);
        while grounds.pop_last().is_some() {}
    }
}

impl Staged {
    fn place(&self) -> Result<()> {
        match &self.form {
            Form::Directory(new, _) | Form::File(new) => {
                swap(new, &self.place).map_err(|e| unwritable(&self.place, &e))
            }
            Form::InPlace(set) => in_place(&self.place, set, Existing::Keep),
            Form::Tree(new) => put(new, &self.place, Existing::Keep).map_err(|e| unwritable(&self.place, &e)),
        }
    }

    /// Undoes it: what was there before has the temporary name now.
    fn put_back(&self) {
        if let Form::Directory(old, _) | Form::File(old) | Form::Tree(old) = &self.form {
            let _ = match old.symlink_metadata() {
                Ok(_) => swap(old, &self.place),
                Err(_) => fs::rename(&self.place, old),
            };
        }
    }

    /// Removes what was there before.
    fn clear(&self) {
        if let Form::Directory(old, own) = &self.form {
            clear(old, &self.place, &own.iter().map(String::as_str).collect());
        }
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        let _ = match &self.form {
            Form::Directory(temporary, _) | Form::Tree(temporary) => fs::remove_dir_all(temporary),
            Form::File(temporary) => fs::remove_file(temporary),
            Form::InPlace(_) => Ok(()),
        };
    }
}

fn is_missing(directory: &Path) -> bool {
    directory
        .symlink_metadata()
        .is_err_and(|e| e.kind() == io::ErrorKind::NotFound)
}

/// Whether another file system begins here, whose root cannot be renamed.
fn is_mount_point(directory: &Path) -> bool {
    let device = |path: &Path| fs::metadata(path).map(|there| there.dev()).ok();
    device(directory).is_some_and(|own| device(parent(directory)) != Some(own))
}

fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
