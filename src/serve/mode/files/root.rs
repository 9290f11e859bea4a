//! The directory that is served, held open, and the opening of what lies below it and nowhere else:
//! `openat2` with RESOLVE_BENEATH where the kernel has it (symbolic links may then lead about inside), a
//! walk that follows no link elsewhere. A FIFO or device is never opened for its data and is not there.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{self, FileType, Mode, OFlags, Stat};

use super::path::Steps;
use crate::error::{Error, Result, os_reason};

/// The root of what is served.
pub(crate) struct Root {
    directory: OwnedFd,
}

/// What a path leads to.
pub(crate) enum Found {
    Directory(OwnedFd),
    File(File, Stat),
}

impl Root {
    /// Opens the directory to serve.
    ///
    /// # Errors
    ///
    /// An input error where it is absent, not readable, or no directory.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let directory = fs::open(path, flags, Mode::empty()).map_err(|error| {
            let failed = Error::input(format!("`{}` cannot be served", path.display()))
                .because(os_reason(&error.into()));
            match error {
                rustix::io::Errno::NOTDIR => failed.hint("give the directory that holds the files"),
                _ => failed,
            }
        })?;
        Ok(Self { directory })
    }

    /// Opens what `steps` lead to: a regular file or a directory.
    pub(crate) fn find(&self, steps: &Steps) -> io::Result<Found> {
        found(beneath(&self.directory, steps)?)
    }

    /// Opens one name inside a directory that was found.
    pub(crate) fn within(&self, steps: &Steps, name: &str) -> io::Result<Found> {
        self.find(&steps.join(name))
    }
}

/// The entries of a directory: names with what each is, links followed no further than to see that.
pub(crate) fn entries(directory: OwnedFd) -> io::Result<Vec<(OsString, Stat)>> {
    use std::os::unix::ffi::OsStringExt as _;
    let mut entries = Vec::new();
    for entry in fs::Dir::read_from(&directory)? {
        let entry = entry?;
        let name = entry.file_name();
        if matches!(name.to_bytes(), b"." | b"..") {
            continue;
        }
        // What the links lead to, or what is there where they lead nowhere.
        let stat = fs::statat(&directory, name, fs::AtFlags::empty());
        if let Ok(stat) = stat {
            entries.push((OsString::from_vec(name.to_bytes().to_vec()), stat));
        }
    }
    Ok(entries)
}

fn found(opened: OwnedFd) -> io::Result<Found> {
    let stat = fs::fstat(&opened)?;
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Ok(Found::File(opened.into(), stat)),
        FileType::Directory => Ok(Found::Directory(opened)),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

/// NONBLOCK so that a FIFO does not wait for its writer.
const FLAGS: OFlags = OFlags::RDONLY
    .union(OFlags::CLOEXEC)
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY);

#[cfg(target_os = "linux")]
fn beneath(root: &OwnedFd, steps: &Steps) -> io::Result<OwnedFd> {
    use rustix::fs::ResolveFlags;
    let how = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
    for _ in 0..RACES {
        match fs::openat2(root, steps.path(), FLAGS, Mode::empty(), how) {
            // A rename elsewhere in the tree while the kernel looked.
            Err(rustix::io::Errno::AGAIN) => {}
            Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => return walk(root, steps),
            other => return Ok(other?),
        }
    }
    walk(root, steps)
}

#[cfg(not(target_os = "linux"))]
fn beneath(root: &OwnedFd, steps: &Steps) -> io::Result<OwnedFd> {
    walk(root, steps)
}

/// Step by step, through no symbolic link.
fn walk(root: &OwnedFd, steps: &Steps) -> io::Result<OwnedFd> {
    let mut current = fs::openat(root, ".", FLAGS | OFlags::DIRECTORY, Mode::empty())?;
    let names = steps.names();
    for (i, name) in names.iter().enumerate() {
        let last = i + 1 == names.len();
        let flags = FLAGS | OFlags::NOFOLLOW | if last { OFlags::empty() } else { OFlags::DIRECTORY };
        current = fs::openat(&current, name, flags, Mode::empty())?;
    }
    Ok(current)
}

/// How often a lookup that was raced is tried again.
#[cfg(target_os = "linux")]
const RACES: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(path: &str) -> Steps {
        Steps::parse(path, true).expect("a plain path")
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "the test prepares files")]
    fn links_lead_about_inside_and_never_out() {
        let outside = tempfile::tempdir().expect("a directory");
        let inside = outside.path().join("root");
        std::fs::create_dir_all(inside.join("sub")).expect("made");
        std::fs::write(outside.path().join("secret"), "s").expect("written");
        std::fs::write(inside.join("sub/file"), "f").expect("written");
        let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, inside.join(name)).expect("linked");
        link("sub/file", "good");
        link("../secret", "relative");
        link("/etc/hostname", "absolute");
        link("..", "up");
        let root = Root::open(&inside).expect("opened");
        assert!(matches!(root.find(&steps("/good")), Ok(Found::File(..))));
        for path in ["/relative", "/absolute", "/up", "/up/secret", "/none"] {
            assert!(root.find(&steps(path)).is_err(), "{path}");
            assert!(walk(&root.directory, &steps(path)).is_err(), "{path}");
        }
        assert!(walk(&root.directory, &steps("/sub/file")).is_ok());
        assert!(walk(&root.directory, &steps("/good")).is_err());
    }
}
