//! What waits for its place: how it gets there, and how that is undone.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::super::carry::clear;
use super::super::directory::{Entry, swap};
use super::super::in_place::fill_in;
use super::super::leftover;
use super::super::{Existing, put, unwritable};
use crate::error::Result;

/// What waits for its place.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) place: PathBuf,
    pub(super) form: Form,
}

#[derive(Debug)]
pub(super) enum Form {
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

impl Staged {
    /// Puts it in its place.
    ///
    /// # Errors
    ///
    /// An output error that names the place.
    pub(super) fn place(&mut self) -> Result<()> {
        match &mut self.form {
            Form::Directory(new, _) | Form::File(new) => {
                swap(new, &self.place).map_err(|e| unwritable(&self.place, &e))
            }
            Form::InPlace(set) => fill_in(&self.place, set, Existing::Keep, None),
            Form::Tree(new, moved) => match put(new, &self.place, Existing::Keep) {
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                    merge(new, &self.place, moved).inspect_err(|_| take_back(moved))
                }
                other => other.map_err(|e| unwritable(&self.place, &e)),
            },
        }
    }

    /// Undoes it: what was there before has the temporary name now.
    pub(super) fn put_back(&self) {
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
    pub(super) fn clear(&self) {
        if let Form::Directory(old, own) = &self.form {
            clear(old, &self.place, &own.iter().map(String::as_str).collect());
        }
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        match &self.form {
            Form::Directory(temporary, _) | Form::Tree(temporary, _) | Form::File(temporary) => {
                leftover::remove(temporary);
            }
            Form::InPlace(_) => {}
        }
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
