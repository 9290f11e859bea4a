//! The directories in which a batch writes: those that are there are locked, each once, by whatever name; those
//! that are not are built beside their place, as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::syncfs;
use rustix::io::Errno;

use super::super::directory::parent;
use super::super::leftover::{sweep, temporary};
use super::super::lock::Lock;
use super::super::{make_directory, unwritable};
use crate::error::Result;

/// The directories in which places are.
#[derive(Debug, Default)]
pub(super) struct Grounds {
    known: BTreeMap<PathBuf, Ground>,
    /// Device and inode of each that is locked.
    locked: BTreeSet<(u64, u64)>,
}

#[derive(Debug)]
enum Ground {
    /// It is there, and no other run writes in it.
    Locked(Lock),
    /// It is one of those that are locked, by another name.
    Same,
    /// It is not there yet; this is built to become it. The topmost is locked before anyone can see it.
    New(PathBuf, Option<Lock>),
}

/// What is to become a directory that is not there.
pub(super) struct New {
    pub(super) directory: PathBuf,
    /// The topmost one, and the place that this is to take, where it was made just now.
    pub(super) top: Option<(PathBuf, PathBuf)>,
}

impl Grounds {
    /// Keeps other runs from writing in `directory`, or where it is not there, from making it.
    ///
    /// # Errors
    ///
    /// As [`Lock::on`].
    pub(super) fn hold(&mut self, directory: &Path) -> Result<()> {
        let directory = match directory.as_os_str().is_empty() {
            true => Path::new("."),
            false => directory,
        };
        loop {
            let mut there = directory;
            while is_missing(there) && parent(there) != there {
                there = parent(there);
            }
            if self.known.contains_key(there) {
                return Ok(());
            }
            // Whoever held the lock until now may have made what was not there.
            self.lock(there, directory)?;
        }
    }

    /// Locks a directory, or gives what is to become it; `wanted` is what is to be written.
    ///
    /// # Errors
    ///
    /// As [`Lock::on`], and an output error where nothing can be made there.
    pub(super) fn open(&mut self, directory: &Path, wanted: &Path) -> Result<Option<New>> {
        match self.known.get(directory) {
            Some(Ground::Locked(_) | Ground::Same) => return Ok(None),
            Some(Ground::New(new, _)) => {
                return Ok(Some(New {
                    directory: new.clone(),
                    top: None,
                }));
            }
            None => {}
        }
        let Some(name) = directory.file_name().filter(|_| is_missing(directory)) else {
            return self.lock(directory, wanted).map(|()| None);
        };
        let (new, top) = match self.open(parent(directory), wanted)? {
            Some(above) => (above.directory.join(name), above.top),
            // Whoever held the lock on what is above it may have made it.
            None if !is_missing(directory) => return self.lock(directory, wanted).map(|()| None),
            None => {
                let new = temporary(directory);
                (new.clone(), Some((new, directory.to_owned())))
            }
        };
        make_directory(&new).map_err(|e| unwritable(wanted, &e))?;
        let is_top = top.as_ref().is_some_and(|(top, _)| *top == new);
        let lock = is_top.then(|| Lock::on(&new, wanted)).transpose()?;
        self.known
            .insert(directory.to_owned(), Ground::New(new.clone(), lock));
        Ok(Some(New { directory: new, top }))
    }

    /// Locks a directory that is there, unless it is locked by another name, and sweeps out what killed runs have
    /// left.
    fn lock(&mut self, directory: &Path, wanted: &Path) -> Result<()> {
        let is_locked = Lock::id(directory).is_some_and(|id| self.locked.contains(&id));
        let ground = match is_locked {
            true => Ground::Same,
            false => {
                let lock = Lock::on(directory, wanted)?;
                sweep(directory);
                self.locked.extend(Lock::id(directory));
                Ground::Locked(lock)
            }
        };
        self.known.insert(directory.to_owned(), ground);
        Ok(())
    }

    /// Lets the disks catch up.
    ///
    /// # Errors
    ///
    /// An output error that names a directory on the disk that cannot.
    pub(super) fn sync(&self) -> Result<()> {
        let mut disks = BTreeSet::new();
        for (directory, ground) in &self.known {
            let (Ground::Locked(lock) | Ground::New(_, Some(lock))) = ground else {
                continue;
            };
            let Some(file) = lock.file() else { continue };
            if lock.disk().is_some_and(|disk| disks.insert(disk)) {
                match syncfs(file) {
                    Ok(()) | Err(Errno::NOSYS | Errno::INVAL) => {}
                    Err(e) => return Err(unwritable(directory, &e.into())),
                }
            }
        }
        Ok(())
    }

    /// What was built is in its place now: what is locked is still so where it is, the rest is locked when it is
    /// written to again.
    pub(super) fn settle(&mut self) {
        for ground in self.known.values_mut() {
            if let Ground::New(_, lock) = ground {
                *ground = lock.take().map_or(Ground::Same, Ground::Locked);
            }
        }
        self.known
            .retain(|directory, ground| matches!(ground, Ground::Locked(lock) if lock.is_on(directory)));
        self.locked = self
            .known
            .keys()
            .filter_map(|directory| Lock::id(directory))
            .collect();
    }
}

impl Drop for Grounds {
    /// From the inside out, so that directories that were made for nothing are empty and go.
    fn drop(&mut self) {
        while self.known.pop_last().is_some() {}
    }
}

fn is_missing(directory: &Path) -> bool {
    directory
        .symlink_metadata()
        .is_err_and(|e| e.kind() == io::ErrorKind::NotFound)
}
