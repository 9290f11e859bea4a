//! A file that is written piece by piece into a directory that is held open: under a hidden name first,
//! then moved to its place in one step. What is dropped before leaves nothing behind.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::OwnedFd;

use rustix::fs::{AtFlags, Mode, OFlags, RenameFlags, Stat, fstat, openat, renameat_with, unlinkat};

use super::Existing;

/// A file in the making.
#[derive(Debug)]
pub(crate) struct Staged {
    directory: OwnedFd,
    hidden: String,
    file: File,
    is_placed: bool,
}

impl Staged {
    /// Begins a file somewhere in `directory`; `token` tells it from others.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub(crate) fn new(directory: OwnedFd, token: u64) -> io::Result<Self> {
        let hidden = format!(".{token:016x}.{}.tmp", std::process::id());
        let flags = OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = openat(&directory, &hidden, flags, Mode::from_raw_mode(0o666))?;
        Ok(Self {
            directory,
            hidden,
            file: file.into(),
            is_placed: false,
        })
    }

    /// Adds to it.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Moves it to its place, once it is on the disk.
    ///
    /// # Errors
    ///
    /// `AlreadyExists` where what is there is to stay, or what the system says.
    pub(crate) fn place(mut self, name: &OsStr, existing: Existing) -> io::Result<Stat> {
        self.file.sync_all()?;
        let flags = match existing {
            Existing::Keep => RenameFlags::NOREPLACE,
            Existing::Replace => RenameFlags::empty(),
        };
        renameat_with(&self.directory, &self.hidden, &self.directory, name, flags)?;
        self.is_placed = true;
        Ok(fstat(&self.file)?)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.is_placed {
            let _ = unlinkat(&self.directory, &self.hidden, AtFlags::empty());
        }
    }
}
