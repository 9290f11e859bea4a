//! Sockets in the file system. One that a dead server left behind is replaced, one that somebody answers on
//! never is; and whoever made it takes it away.

use std::io;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;

use socket2::{Domain, SockAddr, Socket, Type};

use super::address::Path;
use super::listener::BACKLOG;
use crate::error::{Error, Result, os_reason};

/// Takes the socket away when it is dropped, unless another has taken its place.
#[derive(Debug)]
pub(crate) struct Trace {
    path: PathBuf,
    inode: u64,
}

impl Drop for Trace {
    fn drop(&mut self) {
        let here = std::fs::symlink_metadata(&self.path);
        if here.is_ok_and(|here| here.ino() == self.inode) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Makes a socket and listens on it.
///
/// # Errors
///
/// An output error that says who is in the way.
pub(super) fn open(wanted: &Path) -> Result<(UnixListener, Trace)> {
    let name = wanted.path.display();
    let failed =
        |e: &io::Error| Error::output(format!("`unix:{name}` cannot be listened on")).because(os_reason(e));
    clear(wanted)?;
    let listen = || -> io::Result<(UnixListener, Trace)> {
        let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
        socket.bind(&SockAddr::unix(&wanted.path)?)?;
        let trace = Trace {
            inode: std::fs::symlink_metadata(&wanted.path)?.ino(),
            path: wanted.path.clone(),
        };
        // Before anyone can connect: that takes until it listens.
        std::fs::set_permissions(&wanted.path, std::fs::Permissions::from_mode(wanted.mode))?;
        socket.listen(BACKLOG)?;
        Ok((socket.into(), trace))
    };
    listen().map_err(|e| failed(&e))
}

/// Takes away what a dead server left behind.
fn clear(wanted: &Path) -> Result<()> {
    let path = &wanted.path;
    let Ok(there) = std::fs::symlink_metadata(path) else {
        return Ok(());
    };
    let in_the_way = |why: &str, hint: &str| {
        Err(
            Error::output(format!("`unix:{}` cannot be listened on", path.display()))
                .because(why)
                .hint(hint),
        )
    };
    if !there.file_type().is_socket() {
        return in_the_way("the file that is there is no socket", "choose another path");
    }
    match UnixStream::connect(path) {
        Err(e) if e.kind() == io::ErrorKind::ConnectionRefused => std::fs::remove_file(path).map_err(|e| {
            Error::output(format!(
                "`{}`, left behind by a dead server, cannot be removed",
                path.display()
            ))
            .because(os_reason(&e))
        }),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        _ => in_the_way("another program listens there", "end it, or choose another path"),
    }
}
