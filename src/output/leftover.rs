//! Hidden names for what is in the making, and an end for what runs that were killed have left under them.
//! `.tlsctl-PID-N.tmp` is to take its place, or has just left it, and is made under the lock on the directory that it
//! is in; `.tlsctl-PID-N.old` holds, under its own name, what steps aside for a moment; `.tlsctl-PID-N.one` is a
//! single file, with a lock of its own. What has any other name is somebody else's.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::fs::{CWD, FlockOperation, Mode, OFlags, flock, openat};

/// What a hidden name stands for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Aside,
    Single,
    Temporary,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Aside, Self::Single, Self::Temporary];

    fn suffix(self) -> &'static str {
        match self {
            Self::Aside => ".old",
            Self::Single => ".one",
            Self::Temporary => ".tmp",
        }
    }

    /// What tlsctl means by this name, if it is one of its own.
    fn of(name: &OsStr) -> Option<Self> {
        let name = name.to_str()?.strip_prefix(PREFIX)?;
        let kind = Self::ALL.into_iter().find(|kind| name.ends_with(kind.suffix()))?;
        let (process, number) = name.strip_suffix(kind.suffix())?.split_once('-')?;
        (is_number(process) && is_number(number)).then_some(kind)
    }
}

const PREFIX: &str = ".tlsctl-";

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 10 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A hidden name beside `place`, for what is to take that place. It does not hold the name of the place, which may be
/// as long as a name can be.
pub(super) fn temporary(place: &Path) -> PathBuf {
    unused(place, Kind::Temporary)
}

/// A hidden name beside `place` for a directory in which what is there waits under its own name.
pub(super) fn aside(place: &Path) -> PathBuf {
    unused(place, Kind::Aside)
}

/// A hidden name beside `place` for a single file; see [`claim`].
pub(super) fn single(place: &Path) -> PathBuf {
    unused(place, Kind::Single)
}

fn unused(place: &Path, kind: Kind) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{PREFIX}{}-{number}{}", std::process::id(), kind.suffix());
        let path = place.with_file_name(name);
        // In another container a process may have the same number.
        if path.symlink_metadata().is_err() {
            return path;
        }
    }
}

/// Marks a single file as in use while it is open. Says no where a sweep was faster.
pub(super) fn claim(file: &File) -> bool {
    let locked = !matches!(
        flock(file, FlockOperation::NonBlockingLockExclusive),
        Err(rustix::io::Errno::WOULDBLOCK)
    );
    locked && file.metadata().is_ok_and(|there| there.nlink() > 0)
}

/// Removes what runs that were killed have left in `place`; under the lock nothing of the kind is in use. On file
/// systems that cannot exchange, a set that was on its way out goes back where nothing took its place.
pub(super) fn sweep(place: &Path) {
    for (path, kind) in leftovers(place) {
        match kind {
            Kind::Aside => put_back(&path, place),
            Kind::Single => remove_single(&path),
            Kind::Temporary => remove(&path),
        }
    }
}

/// The same without the lock: single files that no process has open.
pub(super) fn sweep_single(place: &Path) {
    for (path, _) in leftovers(place).filter(|(_, kind)| *kind == Kind::Single) {
        remove_single(&path);
    }
}

fn leftovers(place: &Path) -> impl Iterator<Item = (PathBuf, Kind)> {
    let entries = fs::read_dir(place).into_iter().flatten().flatten();
    entries.filter_map(|entry| Some((entry.path(), Kind::of(&entry.file_name())?)))
}

fn put_back(aside: &Path, place: &Path) {
    let entries: Vec<_> = fs::read_dir(aside).into_iter().flatten().flatten().collect();
    match entries.as_slice() {
        [] => {}
        [kept] => {
            let target = place.join(kept.file_name());
            if target.symlink_metadata().is_ok() {
                remove(&kept.path());
            } else {
                let _ = fs::rename(kept.path(), target);
            }
        }
        // Nothing of ours.
        _ => return,
    }
    let _ = fs::remove_dir(aside);
}

fn remove_single(path: &Path) {
    let mut options = File::options();
    options.read(true);
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    let Ok(file) = options.open(path) else { return };
    let is_idle = flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok();
    if is_idle && file.metadata().is_ok_and(|there| there.is_file()) {
        let _ = fs::remove_file(path);
    }
}

/// Removes a file or a directory of ours, whatever its mode.
pub(super) fn remove(path: &Path) {
    match path.symlink_metadata() {
        Ok(there) if there.is_file() => {
            let _ = fs::remove_file(path);
        }
        Ok(there) if there.is_dir() && fs::remove_dir_all(path).is_err() => {
            open_up(path);
            let _ = fs::remove_dir_all(path);
        }
        _ => {}
    }
}

/// Lets the owner into a directory and all that are below it, as emptying them needs.
pub(super) fn open_up(directory: &Path) {
    let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let Ok(itself) = openat(CWD, directory, flags, Mode::empty()) else {
        return;
    };
    // A descriptor that needs no permission to read can only be changed by this name.
    let _ = rustix::fs::chmod(format!("/proc/self/fd/{}", itself.as_raw_fd()), Mode::RWXU);
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            open_up(&entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_tlsctl_names_is_a_leftover() {
        for (name, kind) in [
            (".tlsctl-12-0.tmp", Some(Kind::Temporary)),
            (".tlsctl-12-3.old", Some(Kind::Aside)),
            (".tlsctl-12-3.one", Some(Kind::Single)),
            (".tlsctl-1-x.tmp", None),
            (".tlsctl-bak-ca.old", None),
            (".tlsctl-bak-1.old", None),
            (".tlsctl-1-2-3.tmp", None),
            (".tlsctl-1-.tmp", None),
            (".tlsctl-+1-2.tmp", None),
            (".tlsctl-1-2.tmp~", None),
            ("tlsctl-1-2.tmp", None),
        ] {
            assert_eq!(Kind::of(OsStr::new(name)), kind, "{name}");
        }
        let place = Path::new("/nowhere").join("n".repeat(255));
        let (one, other) = (temporary(&place), temporary(&place));
        assert_ne!(one, other);
        assert_eq!(
            Kind::of(one.file_name().unwrap_or_default()),
            Some(Kind::Temporary)
        );
    }
}
