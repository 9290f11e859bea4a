//! What is never served by mistake: the files that the server itself loaded, and what its name says is a
//! private key.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::fs::Stat;

/// The server's own files by device and inode, looked up again now and then: a renewal replaces them.
pub(super) struct Own {
    paths: Vec<PathBuf>,
    known: Mutex<(Instant, Vec<(u64, u64)>)>,
}

impl Own {
    /// The files at these paths.
    pub(super) fn new(paths: Vec<PathBuf>) -> Self {
        Self {
            known: Mutex::new((Instant::now(), ids(&paths))),
            paths,
        }
    }

    /// Whether this is one of them.
    pub(super) fn has(&self, stat: &Stat) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0.elapsed() > FORGET {
            *known = (Instant::now(), ids(&self.paths));
        }
        known.1.contains(&id(stat))
    }
}

/// The device and inode of each file that is there, symbolic links followed.
fn ids(paths: &[PathBuf]) -> Vec<(u64, u64)> {
    let stats = paths.iter().filter_map(|path| rustix::fs::stat(path).ok());
    stats.map(|stat| id(&stat)).collect()
}

#[allow(clippy::unnecessary_cast, reason = "the type differs between systems")]
fn id(stat: &Stat) -> (u64, u64) {
    (stat.st_dev as u64, stat.st_ino as u64)
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
