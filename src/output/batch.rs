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

use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
use rustix::io::Errno;

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
    /// A directory beside its place, where there is nothing yet, with the sets in it; and what of it had to be
    /// moved by itself, because somebody has made that place meanwhile.
    Tree(PathBuf, Vec<(PathBuf, PathBuf)>),
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
        if is_mount_point(path) {
            return Err(unwritable(path, &io::ErrorKind::ResourceBusy.into()));
        }
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
        self.sync()?;
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
        // It is all in its place; what a disk says now changes nothing.
        let _ = self.sync();
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
    fn sync(&self) -> Result<()> {
        let mut devices = BTreeSet::new();
        for (directory, ground) in &*held(&self.grounds) {
            let (Ground::Locked(lock) | Ground::New(_, Some(lock))) = ground else {
                continue;
            };
            let Some(file) = lock.file() else { continue };
            if file.metadata().is_ok_and(|there| devices.insert(there.dev())) {
                match rustix::fs::syncfs(file) {
                    Ok(()) | Err(Errno::NOSYS | Errno::INVAL) => {}
                    Err(e) => return Err(unwritable(directory, &e.into())),
                }
            }
        }
        Ok(())
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
                        self.add(directory, Form::Tree(new.clone(), Vec::new()));
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
    fn place(&mut self) -> Result<()> {
        match &mut self.form {
            Form::Directory(new, _) | Form::File(new) => {
                swap(new, &self.place).map_err(|e| unwritable(&self.place, &e))
            }
            Form::InPlace(set) => in_place(&self.place, set, Existing::Keep),
            Form::Tree(new, moved) => match put(new, &self.place, Existing::Keep) {
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                    merge(new, &self.place, moved).inspect_err(|_| take_back(moved))
                }
                other => other.map_err(|e| unwritable(&self.place, &e)),
            },
        }
    }

    /// Undoes it: what was there before has the temporary name now.
    fn put_back(&self) {
        match &self.form {
            Form::Tree(_, moved) if !moved.is_empty() => take_back(moved),
            Form::Directory(old, _) | Form::File(old) | Form::Tree(old, _) => {
                let _ = match old.symlink_metadata() {
                    Ok(_) => swap(old, &self.place),
                    Err(_) => fs::rename(&self.place, old),
                };
            }
            // None of it was there.
            Form::InPlace(set) => {
                for entry in set {
                    let _ = fs::remove_file(self.place.join(&entry.name));
                }
            }
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
            Form::Directory(temporary, _) | Form::Tree(temporary, _) => fs::remove_dir_all(temporary),
            Form::File(temporary) => fs::remove_file(temporary),
            Form::InPlace(_) => Ok(()),
        };
    }
}

/// Moves what is in a directory into another, over nothing that is there.
fn merge(from: &Path, to: &Path, moved: &mut Vec<(PathBuf, PathBuf)>) -> Result<()> {
    let entries = fs::read_dir(from).map_err(|e| unwritable(to, &e))?;
    for entry in entries.flatten() {
        let (old, new) = (entry.path(), to.join(entry.file_name()));
        match put(&old, &new, Existing::Keep) {
            Ok(()) => moved.push((old, new)),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && old.is_dir() && new.is_dir() => {
                merge(&old, &new, moved)?;
            }
            Err(e) => return Err(unwritable(&new, &e)),
        }
    }
    Ok(())
}

fn take_back(moved: &[(PathBuf, PathBuf)]) {
    for (old, new) in moved.iter().rev() {
        let _ = fs::rename(new, old);
    }
}

fn is_missing(directory: &Path) -> bool {
    directory
        .symlink_metadata()
        .is_err_and(|e| e.kind() == io::ErrorKind::NotFound)
}

/// Whether another file system begins here, or the same by another way; its root cannot be renamed.
fn is_mount_point(path: &Path) -> bool {
    let known = statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty());
    known.is_ok_and(|known| known.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(name: &str) -> Vec<Entry> {
        vec![Entry::public(name, "new")]
    }

    #[test]
    fn what_somebody_makes_meanwhile_stays_beside_what_is_new() {
        let home = tempfile::tempdir().expect("a temporary directory");
        let place = home.path().join("all");
        let batch = Batch::default();
        for leaf in ["a", "b"] {
            batch
                .stage(&place.join(leaf), set("cert.pem"), &[])
                .expect("staged");
        }
        assert!(!place.exists(), "nothing is in view before it is whole");
        fs::create_dir_all(place.join("c")).expect("a directory");
        batch.commit().expect("put in place");
        drop(batch);
        for there in ["a/cert.pem", "b/cert.pem", "c"] {
            assert!(place.join(there).exists(), "{there}");
        }
        assert_eq!(fs::read_dir(home.path()).expect("a directory").count(), 1);
    }

    #[test]
    fn over_what_somebody_makes_meanwhile_nothing_goes_and_all_of_it_is_undone() {
        let home = tempfile::tempdir().expect("a temporary directory");
        let place = home.path().join("all");
        let batch = Batch::default();
        for leaf in ["a", "b", "c"] {
            batch
                .stage(&place.join(leaf), set("cert.pem"), &[])
                .expect("staged");
        }
        fs::create_dir(&place).expect("a directory");
        fill(&place.join("b"), b"theirs", Access::Public).expect("a file");
        batch.commit().expect_err("`b` is taken");
        drop(batch);
        let left: Vec<_> = fs::read_dir(&place).expect("a directory").flatten().collect();
        assert_eq!(left.len(), 1, "{left:?}");
        assert!(place.join("b").is_file(), "theirs");
    }

    #[test]
    fn a_directory_by_another_name_is_locked_once() {
        let home = tempfile::tempdir().expect("a temporary directory");
        fs::create_dir(home.path().join("real")).expect("a directory");
        std::os::unix::fs::symlink("real", home.path().join("link")).expect("a link");
        let batch = Batch::default();
        for name in ["real", "link"] {
            batch.hold(&home.path().join(name)).expect("no wait for itself");
        }
    }
}
