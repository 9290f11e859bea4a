//! What somebody else has in a directory that is replaced: it is given a second name in the new one, in directories
//! of the same owner, mode and attributes, and what came after that moves over at the end. What cannot be carried
//! over as it is refuses the whole, and is never opened to be read unless it is a file.

use std::collections::BTreeSet;
use std::ffi::{CStr, CString, OsStr};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::buffer::spare_capacity;
use rustix::fs::{
    AtFlags, CWD, Dir, FileType, Gid, Mode, OFlags, RenameFlags, Stat, StatxAttributes, StatxFlags, Timespec,
    Timestamps, Uid, XattrFlags, fchmod, fchown, fgetxattr, fgetxattr_query, flistxattr, flistxattr_query,
    fremovexattr, fsetxattr, fstat, futimens, linkat, mkdirat, openat, readlinkat, renameat, renameat_with,
    statat, statx, symlinkat,
};
use rustix::io::Errno;
use rustix::path::Arg;

use super::directory::parent;
use super::leftover;

/// Gives everything in `from` a second name in `to`, but for the names in `own`.
///
/// # Errors
///
/// What the system says, or [`io::ErrorKind::ResourceBusy`] with the reason why something cannot come along.
pub(super) fn carry(from: &Path, to: &Path, own: &BTreeSet<&str>) -> io::Result<()> {
    let old = Place {
        fd: open(CWD, from)?,
        path: from.to_owned(),
    };
    let device = fstat(&old.fd)?.st_dev;
    old.carry(&open(CWD, to)?, own, device)
}

/// Makes the directory `to` belong to whom `from` belongs, with its mode and attributes. The owner is left where
/// that is not permitted: the set is the writer's.
pub(super) fn take_after(from: &Path, to: &Path) -> io::Result<()> {
    let (from, to) = (open(CWD, from)?, open(CWD, to)?);
    let there = fstat(&from)?;
    let owner = Some(Uid::from_raw(there.st_uid));
    let group = Some(Gid::from_raw(there.st_gid));
    fchown(&to, owner, group)
        .or_else(|_| fchown(&to, None, group))
        .or_else(|e| if e == Errno::PERM { Ok(()) } else { Err(e) })?;
    copy_attributes(&from, &to)?;
    Ok(fchmod(&to, mode(&there))?)
}

/// Lets what is made in `to` inherit what it would in `from`: the default access control list, and the group.
pub(super) fn inherit(from: &Path, to: &Path) -> io::Result<()> {
    let (from, to) = (open(CWD, from)?, open(CWD, to)?);
    let _ = match attribute(&from, INHERITED)? {
        Some(value) => fsetxattr(&to, INHERITED, &value, XattrFlags::empty()),
        None => fremovexattr(&to, INHERITED),
    };
    let there = fstat(&from)?;
    let mut own = Mode::RWXU;
    if mode(&there).contains(Mode::SGID) && fchown(&to, None, Some(Gid::from_raw(there.st_gid))).is_ok() {
        own |= Mode::SGID;
    }
    Ok(fchmod(&to, own)?)
}

const INHERITED: &CStr = c"system.posix_acl_default";

/// Gives a new file to whom the one belongs that it is to replace, where that is permitted. Where anybody may put a
/// file, whose it is says nothing: a key is not for whoever was there first.
pub(super) fn take_over(file: &File, replaced: &Path) {
    let (Ok(old), Ok(new)) = (replaced.symlink_metadata(), file.metadata()) else {
        return;
    };
    let is_open_to_all = parent(replaced)
        .metadata()
        .is_ok_and(|there| there.mode() & Mode::WOTH.bits() != 0);
    if old.is_file() && !is_open_to_all && (old.uid(), old.gid()) != (new.uid(), new.gid()) {
        let _ = fchown(
            file,
            Some(Uid::from_raw(old.uid())),
            Some(Gid::from_raw(old.gid())),
        );
    }
}

/// Removes the old directory once the new one is in its place. What is not in the new one, since it came after the
/// old was looked at, moves there first.
pub(super) fn clear(old: &Path, new: &Path, own: &BTreeSet<&str>) {
    if let (Ok(from), Ok(to)) = (open(CWD, old), open(CWD, new)) {
        // The exchange was the last change to it.
        if let Ok(there) = fstat(&from) {
            let _ = settle(&from, &to, own, changed(&there));
        }
    }
    leftover::remove(old);
}

/// Moves what others have put into the old directory meanwhile, unless something has been put into its place in the
/// new one since the exchange.
fn settle(old: &OwnedFd, new: &OwnedFd, own: &BTreeSet<&str>, exchanged: (i64, i64)) -> io::Result<()> {
    // Nothing can be moved out of a directory that is not to be written to, or into one.
    let lasting = mode(&fstat(new)?);
    let _ = fchmod(old, Mode::RWXU);
    if !lasting.contains(Mode::RWXU) {
        let _ = fchmod(new, lasting | Mode::RWXU);
    }
    for entry in Dir::read_from(old)?.flatten() {
        let name = entry.file_name();
        let is_own = own.contains(&*name.to_string_lossy());
        if is_own || matches!(name.to_bytes(), b"." | b"..") {
            continue;
        }
        let Ok(late) = statat(old, name, AtFlags::SYMLINK_NOFOLLOW) else {
            continue;
        };
        let kind = |of: &Stat| FileType::from_raw_mode(of.st_mode);
        let _ = match statat(new, name, AtFlags::SYMLINK_NOFOLLOW) {
            Err(_) => renameat(old, name, new, name).map_err(Into::into),
            Ok(there) if kind(&there).is_dir() && kind(&late).is_dir() => {
                settle(&open(old, name)?, &open(new, name)?, &BTreeSet::new(), exchanged)
            }
            Ok(there) if (there.st_dev, there.st_ino) == (late.st_dev, late.st_ino) => Ok(()),
            Ok(there) if changed(&there) > exchanged => Ok(()),
            Ok(_) => renameat_with(old, name, new, name, RenameFlags::EXCHANGE)
                .or_else(|_| renameat(old, name, new, name))
                .map_err(Into::into),
        };
    }
    if !lasting.contains(Mode::RWXU) {
        fchmod(new, lasting)?;
    }
    Ok(())
}

/// When an inode was last changed, its names among what it has.
#[allow(clippy::unnecessary_cast, reason = "the width differs between machines")]
fn changed(there: &Stat) -> (i64, i64) {
    (there.st_ctime as i64, there.st_ctime_nsec as i64)
}

/// A directory to carry from, with the name to call it by.
struct Place {
    fd: OwnedFd,
    path: PathBuf,
}

impl Place {
    fn carry(&self, new: &OwnedFd, own: &BTreeSet<&str>, device: u64) -> io::Result<()> {
        for entry in Dir::read_from(&self.fd)? {
            let entry = entry?;
            let name = entry.file_name();
            let is_own = own.contains(&*name.to_string_lossy());
            if is_own || matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            let there = match statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW) {
                Err(Errno::NOENT) => continue,
                other => other?,
            };
            let path = self.path.join(OsStr::from_bytes(name.to_bytes()));
            if there.st_dev != device || is_mount_root(&self.fd, name) {
                return Err(stuck(&path, "is a mount point"));
            }
            match FileType::from_raw_mode(there.st_mode) {
                FileType::Directory => {
                    let inner = Self {
                        fd: open(&self.fd, name)?,
                        path,
                    };
                    mkdirat(new, name, Mode::RWXU)?;
                    let made = open(new, name)?;
                    inner.carry(&made, &BTreeSet::new(), device)?;
                    inner.repeat(&there, &made)?;
                }
                kind => self.link(name, kind, new, &path)?,
            }
        }
        Ok(())
    }

    /// Makes `made` the same directory as this to everyone who looks at it.
    fn repeat(&self, there: &Stat, made: &OwnedFd) -> io::Result<()> {
        let is = fstat(made)?;
        if (is.st_uid, is.st_gid) != (there.st_uid, there.st_gid) {
            let (owner, group) = (Uid::from_raw(there.st_uid), Gid::from_raw(there.st_gid));
            fchown(made, Some(owner), Some(group))
                .map_err(|_| stuck(&self.path, "belongs to another user"))?;
        }
        copy_attributes(&self.fd, made).map_err(|_| {
            stuck(
                &self.path,
                "has attributes that cannot be set on another directory",
            )
        })?;
        fchmod(made, mode(there))?;
        let time = |seconds, nanoseconds| Timespec {
            tv_sec: seconds,
            tv_nsec: i64::try_from(nanoseconds).unwrap_or_default(),
        };
        #[allow(clippy::unnecessary_cast, reason = "the width differs between machines")]
        let times = Timestamps {
            last_access: time(there.st_atime as i64, there.st_atime_nsec as u64),
            last_modification: time(there.st_mtime as i64, there.st_mtime_nsec as u64),
        };
        Ok(futimens(made, &times)?)
    }

    /// A second name, or where there can be none, a copy of what has nothing but its content.
    fn link(&self, name: &CStr, kind: FileType, new: &OwnedFd, path: &Path) -> io::Result<()> {
        match (linkat(&self.fd, name, new, name, AtFlags::empty()), kind) {
            (Ok(()) | Err(Errno::NOENT), _) => Ok(()),
            (Err(Errno::XDEV), _) => Err(stuck(path, "is a mount point")),
            (Err(_), FileType::RegularFile) => {
                let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
                let mut from = File::from(openat(&self.fd, name, flags, Mode::empty())?);
                let there = from.metadata()?;
                if !there.is_file() {
                    return Err(stuck(path, "is no longer a file"));
                }
                let flags = OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::CLOEXEC;
                let mut to = File::from(openat(new, name, flags, Mode::RUSR | Mode::WUSR)?);
                let _ = fchown(
                    &to,
                    Some(Uid::from_raw(there.uid())),
                    Some(Gid::from_raw(there.gid())),
                );
                io::copy(&mut from, &mut to)?;
                to.set_permissions(there.permissions())
            }
            (Err(_), FileType::Symlink) => {
                let target = readlinkat(&self.fd, name, Vec::new())?;
                Ok(symlinkat(target, new, name)?)
            }
            (Err(_), _) => Err(stuck(
                path,
                "is neither a file nor a directory, and cannot be given a second name",
            )),
        }
    }
}

fn stuck(path: &Path, why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::ResourceBusy, format!("`{}` {why}", path.display()))
}

/// Whether something is mounted here, be it a piece of the same file system.
pub(super) fn is_mount_root(at: impl AsFd, name: impl Arg) -> bool {
    statx(at, name, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty())
        .is_ok_and(|there| there.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

fn open(at: impl AsFd, name: impl Arg) -> rustix::io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    openat(at, name, flags, Mode::empty())
}

fn mode(there: &Stat) -> Mode {
    Mode::from_raw_mode(there.st_mode) & Mode::from_bits_retain(0o7777)
}

/// Gives `to` the extended attributes of `from`, access control lists among them, and no others.
fn copy_attributes(from: &OwnedFd, to: &OwnedFd) -> io::Result<()> {
    let wanted = attributes(from)?;
    for name in attributes(to)? {
        if !wanted.contains(&name) {
            let _ = fremovexattr(to, &name);
        }
    }
    for name in wanted {
        let Some(value) = attribute(from, &name)? else {
            continue;
        };
        if attribute(to, &name)?.as_ref() == Some(&value) {
            continue;
        }
        match fsetxattr(to, &name, &value, XattrFlags::empty()) {
            Ok(()) => {}
            // Labels of security modules are theirs to give.
            Err(_) if name.to_bytes().starts_with(b"security.") => {}
            Err(e) => return Err(e.into()),
        }
    }
    Ok(())
}

fn attributes(of: &OwnedFd) -> io::Result<Vec<CString>> {
    let mut names = Vec::new();
    match flistxattr_query(of) {
        Ok(0) | Err(Errno::OPNOTSUPP | Errno::NOSYS) => return Ok(Vec::new()),
        Ok(size) => names.reserve(size),
        Err(e) => return Err(e.into()),
    }
    flistxattr(of, spare_capacity(&mut names))?;
    let names = names.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Ok(names.filter_map(|name| CString::new(name).ok()).collect())
}

fn attribute(of: &OwnedFd, name: &CStr) -> io::Result<Option<Vec<u8>>> {
    let mut value = Vec::new();
    match fgetxattr_query(of, name) {
        Ok(0) => return Ok(Some(value)),
        Ok(size) => value.reserve(size),
        Err(Errno::NODATA | Errno::OPNOTSUPP | Errno::NOSYS) => return Ok(None),
        Err(e) => return Err(e.into()),
    }
    fgetxattr(of, name, spare_capacity(&mut value))?;
    Ok(Some(value))
}
