//! What is never served by mistake: the files that the server itself loaded, and what is a private key by its
//! name or by what is in it.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::fs::Stat;

use super::secret;

/// The server's own files by device and inode, looked up again now and then: a renewal replaces them. And which
/// of the files that were asked for hold a key, so that each is looked into once.
pub(super) struct Own {
    paths: Vec<PathBuf>,
    known: Mutex<Known>,
}

struct Known {
    since: Instant,
    own: Vec<Id>,
    /// Whether a file in this state holds a key.
    looked: HashMap<Id, (State, bool)>,
}

/// A file's device and inode.
type Id = (u64, u64);

/// What changes when a file is written: its size and times.
type State = (u64, [i64; 4]);

impl Own {
    /// The files at these paths.
    pub(super) fn new(paths: Vec<PathBuf>) -> Self {
        Self {
            known: Mutex::new(Known {
                since: Instant::now(),
                own: ids(&paths),
                looked: HashMap::new(),
            }),
            paths,
        }
    }

    /// Whether this is one of them.
    pub(super) fn has(&self, stat: &Stat) -> bool {
        self.current().own.contains(&id(stat))
    }

    /// Whether this is one of them, or holds a private key.
    pub(super) fn hides(&self, file: &File, stat: &Stat) -> bool {
        let (id, state) = (id(stat), state(stat));
        let known = self.current();
        if known.own.contains(&id) {
            return true;
        }
        if let Some((_, verdict)) = known.looked.get(&id).filter(|(seen, _)| *seen == state) {
            return *verdict;
        }
        drop(known);
        // What cannot be looked into is not given away.
        let Ok(verdict) = holds_key(file, state.0) else {
            return true;
        };
        let mut known = self.current();
        if known.looked.len() >= MOST {
            known.looked.clear();
        }
        known.looked.insert(id, (state, verdict));
        verdict
    }

    fn current(&self) -> MutexGuard<'_, Known> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.since.elapsed() > FORGET {
            known.since = Instant::now();
            known.own = ids(&self.paths);
        }
        known
    }
}

fn holds_key(file: &File, size: u64) -> std::io::Result<bool> {
    let size = usize::try_from(size).unwrap_or(usize::MAX).min(secret::LOOK);
    if size < secret::LEAST {
        return Ok(false);
    }
    let mut bytes = vec![0; size];
    let mut read = 0;
    while read < size {
        match file.read_at(&mut bytes[read..], read as u64)? {
            0 => break,
            more => read += more,
        }
    }
    Ok(secret::is_in(&bytes[..read]))
}

/// The device and inode of each file that is there, symbolic links followed.
fn ids(paths: &[PathBuf]) -> Vec<Id> {
    let stats = paths.iter().filter_map(|path| rustix::fs::stat(path).ok());
    stats.map(|stat| id(&stat)).collect()
}

#[allow(clippy::unnecessary_cast, reason = "the type differs between systems")]
fn id(stat: &Stat) -> Id {
    (stat.st_dev as u64, stat.st_ino as u64)
}

#[allow(
    clippy::unnecessary_cast,
    clippy::cast_possible_wrap,
    reason = "the type differs between systems"
)]
fn state(stat: &Stat) -> State {
    let times = [
        stat.st_mtime as i64,
        stat.st_mtime_nsec as i64,
        stat.st_ctime as i64,
        stat.st_ctime_nsec as i64,
    ];
    (u64::try_from(stat.st_size).unwrap_or(0), times)
}

/// Whether a name says that it holds a private key.
pub(super) fn is_key(name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_ascii_lowercase();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    match ending {
        "key" | "p12" | "pfx" | "jks" | "p8" => true,
        "pem" => stem.starts_with("privkey") || stem.ends_with("-key") || stem == "key",
        // A key that was compressed is still one.
        "br" | "gz" | "zst" => is_key(OsStr::new(stem)),
        _ => matches!(name.as_str(), "id_rsa" | "id_ecdsa" | "id_ed25519"),
    }
}

/// How long the server's own files are taken to be the same.
const FORGET: Duration = Duration::from_millis(500);

/// Files of which it is remembered whether they hold a key.
const MOST: usize = 1 << 16;
