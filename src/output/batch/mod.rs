//! Many sets that belong together, from any number of threads: all of them are built beside their places
//! first, and only once the last one is there they take their places, each in one rename. What goes into a
//! directory that is not there yet is built in a new one, which takes its place as a whole. A failure puts
//! everything back; whoever pulls the plug in between finds each place as it was or as it is to be.

mod ground;
mod waiting;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::fs::CWD;

use super::carry::is_mount_root;
use super::directory::{Entry, belongs_to_another, build, can_be_replaced, fill_new, occupied, own, parent};
use super::in_place::{fill_in, needs_in_place};
use super::leftover::{self, temporary};
use super::{Access, Disk, Existing, check_key, fill, fill_over, unwritable};
use crate::error::Result;
use ground::{Grounds, New};
use waiting::{Form, Staged};

/// Sets and files that are to take their places together. What is dropped before leaves nothing behind.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    staged: Mutex<Vec<Staged>>,
    /// The directories in which the places are.
    grounds: Mutex<Grounds>,
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
        let is_fixed = !can_be_replaced(directory) || is_mount_root(CWD, directory);
        let built = match is_fixed || !occupied && belongs_to_another(directory) {
            false => build(&temporary, directory, &set, obsolete, Disk::Later),
            true => Err(io::ErrorKind::ResourceBusy.into()),
        };
        let form = match built {
            Ok(()) => Form::Directory(
                temporary,
                own(&set, obsolete).into_iter().map(str::to_owned).collect(),
            ),
            Err(e) => {
                leftover::remove(&temporary);
                if !needs_in_place(&e) {
                    return Err(unwritable(directory, &e));
                }
                self.hold(directory)?;
                if occupied {
                    // Which says why it cannot be done, before anything is.
                    return fill_in(directory, &set, Existing::Replace, Some(&e));
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
        if is_mount_root(CWD, path) {
            return Err(unwritable(path, &io::ErrorKind::ResourceBusy.into()));
        }
        let temporary = temporary(path);
        if let Err(e) = fill_over(&temporary, bytes, Access::Private, Some(path)) {
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
        held(&self.grounds).sync()?;
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
        let mut grounds = held(&self.grounds);
        // It is all in its place; what a disk says now changes nothing.
        let _ = grounds.sync();
        grounds.settle();
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
    /// An output error where another run writes there, and does not end.
    pub(crate) fn hold(&self, directory: &Path) -> Result<()> {
        held(&self.grounds).hold(directory)
    }

    /// Locks the directory in which a place is. Where that is not there, the place is this one until all is put
    /// in place.
    ///
    /// # Errors
    ///
    /// As [`Self::hold`].
    fn enter(&self, place: &Path) -> Result<Option<PathBuf>> {
        let Some(New { directory, top }) = held(&self.grounds).open(parent(place), place)? else {
            return Ok(None);
        };
        if let Some((new, place)) = top {
            self.add(&place, Form::Tree(new, Vec::new()));
        }
        Ok(Some(directory.join(place.file_name().unwrap_or_default())))
    }
}

impl Drop for Batch {
    /// Before the directories are let go, so that those that were made for nothing are empty and go.
    fn drop(&mut self) {
        held(&self.staged).clear();
    }
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
