//! One run at a time writes at a place. The lock is on the directory itself, goes with the process, and
//! leaves no file; a directory that was made only to be locked goes away again where nothing came into it.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::{make_directory, unwritable};
use crate::error::{Error, Result};

/// The right to write in a directory, until it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    /// `None` where the directory may not be opened: the attempt to write will say what is wrong.
    file: Option<File>,
    _made: Made,
}

/// How long to wait for another run that writes at the same place.
const PATIENCE: Duration = Duration::from_secs(20);

impl Lock {
    /// Waits for the directory `place`, which is made where it is missing; `wanted` is what is to be written.
    ///
    /// # Errors
    ///
    /// An output error where it cannot be made, or another run does not end.
    pub(crate) fn on(place: &Path, wanted: &Path) -> Result<Self> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let made = Made::with_parents(place).map_err(|e| unwritable(wanted, &e))?;
            let file = match File::open(place) {
                Ok(file) => file,
                Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied => {
                    return Ok(Self {
                        file: None,
                        _made: made,
                    });
                }
                Err(e) => return Err(unwritable(wanted, &e)),
            };
            wait(&file, wanted, deadline)?;
            // What was locked may have been replaced or taken away while another run had it.
            if is_still(&file, place) {
                return Ok(Self {
                    file: Some(file),
                    _made: made,
                });
            }
        }
    }

    /// Device and inode of a directory, by which it is known under any name.
    pub(super) fn id(place: &Path) -> Option<(u64, u64)> {
        fs::metadata(place).ok().map(|there| (there.dev(), there.ino()))
    }

    /// Whether it is this directory that is locked.
    pub(super) fn is_on(&self, place: &Path) -> bool {
        self.file.as_ref().is_none_or(|file| is_still(file, place))
    }

    /// The device of what is locked.
    pub(super) fn disk(&self) -> Option<u64> {
        self.file.as_ref()?.metadata().ok().map(|there| there.dev())
    }

    /// The directory.
    pub(super) fn file(&self) -> Option<&File> {
        self.file.as_ref()
    }
}

fn wait(file: &File, wanted: &Path, deadline: Instant) -> Result<()> {
    loop {
        match flock(file, FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::WOULDBLOCK) if Instant::now() < deadline => {
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(Errno::WOULDBLOCK) => {
                return Err(Error::output(format!("`{}` cannot be written", wanted.display()))
                    .because("another tlsctl is writing at the same place")
                    .hint("wait for it to end, and try again"));
            }
            // A network file system may have no locks; the renames are atomic all the same.
            _ => return Ok(()),
        }
    }
}

fn is_still(file: &File, place: &Path) -> bool {
    match (file.metadata(), fs::metadata(place)) {
        (Ok(held), Ok(there)) => (held.dev(), held.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

/// Directories that were made, from the top down; those that stay empty are taken away.
#[derive(Debug)]
struct Made(Vec<PathBuf>);

impl Made {
    fn with_parents(place: &Path) -> std::io::Result<Self> {
        let is_missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
        let mut missing: Vec<PathBuf> = place
            .ancestors()
            .take_while(is_missing)
            .map(Path::to_owned)
            .collect();
        missing.reverse();
        let mut made = Self(Vec::new());
        for path in missing {
            match make_directory(&path) {
                Ok(()) => made.0.push(path),
                Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists && path.is_dir() => {}
                Err(e) => return Err(e),
            }
        }
        Ok(made)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for path in self.0.iter().rev() {
            // Whatever has something in it stays.
            let _ = fs::remove_dir(path);
        }
    }
}
