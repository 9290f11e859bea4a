//! Runs that must not meet take turns: each holds a directory for as long as it reads, changes and writes
//! what belongs together there, however long a person takes to type a password meanwhile.

use std::fs::File;
use std::path::Path;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::{make_directories, unwritable};
use crate::error::Result;

/// A turn at a directory; it ends when it is dropped, or with the process.
#[derive(Debug)]
pub(crate) struct Turn {
    _directory: File,
}

/// Waits for a turn at `directory`, which is made where it is not there. `waiting` is called where another
/// run has to be waited for.
///
/// # Errors
///
/// An output error that names the directory.
pub(crate) fn take(directory: &Path, waiting: impl FnOnce()) -> Result<Turn> {
    make_directories(directory).map_err(|e| unwritable(directory, &e))?;
    let file = File::open(directory).map_err(|e| unwritable(directory, &e))?;
    if flock(&file, FlockOperation::NonBlockingLockExclusive) == Err(Errno::WOULDBLOCK) {
        waiting();
        // A network file system may have no locks: then there is nothing to wait for.
        while flock(&file, FlockOperation::LockExclusive) == Err(Errno::INTR) {}
    }
    Ok(Turn { _directory: file })
}
