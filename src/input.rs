//! The only reader of files and standard input. Sizes are capped, special files are refused rather than
//! waited for (but where a secret or certificate may well come through a pipe, and then not forever), and every
//! error names the file.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{Error, Result, os_reason};

/// The most that is read of one input, in bytes, unless a caller says otherwise: room for every public
/// root a thousand times over, and no more than a small machine can hold.
pub(crate) const LIMIT: u64 = 64 << 20;

/// Reads a whole regular file, or standard input where `path` is `-`.
///
/// # Errors
///
/// An input error that names the file: absent, a directory, not readable, no regular file, or larger
/// than `limit` bytes.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>> {
    if path == Path::new("-") {
        return read_stdin(limit);
    }
    let name = path.display();
    if is_handed_over(path) && is_stream(path) {
        return receive(path, limit);
    }
    let kind = fs::metadata(path).map_err(|e| unreadable(path, &e))?;
    if kind.is_dir() {
        return Err(Error::input(format!("`{name}` is a directory, not a file")));
    }
    if !kind.is_file() {
        return Err(
            Error::input(format!("`{name}` is not a regular file")).hint(format!(
                "to read a pipe or device, feed it to standard input: tlsctl … - < {name}"
            )),
        );
    }
    let file = open(path).map_err(|e| unreadable(path, &e))?;
    take(file, kind.len(), limit)
        .map_err(|e| unreadable(path, &e))?
        .ok_or_else(|| too_large(&name.to_string(), limit))
}

/// Whether it is a stream that the caller opened for this program, as shells do for `<(...)`: someone writes into it.
fn is_handed_over(path: &Path) -> bool {
    ["/dev/fd", "/proc/self/fd", "/dev/stdin"]
        .iter()
        .any(|place| path.starts_with(place))
}

/// Reads like [`read`], and a pipe or a character device as well, as shells make of `<(...)` and of `/dev/stdin`:
/// to its end, which must come within `limit` bytes and without a long silence.
///
/// # Errors
///
/// As [`read`], or where nothing comes for a while.
pub(crate) fn receive(path: &Path, limit: u64) -> Result<Vec<u8>> {
    if path == Path::new("-") || !is_stream(path) {
        return read(path, limit);
    }
    let name = path.display().to_string();
    let unreadable = |e: io::Error| match e.kind() {
        io::ErrorKind::TimedOut => Error::input(format!("nothing more comes out of `{name}`"))
            .because(format!(
                "it is a pipe or a device, and was silent for {} seconds",
                PATIENCE.as_secs()
            ))
            .hint("see whether the program that should write into it runs, or give a file"),
        _ => unreadable(path, &e),
    };
    let stream = open(path).map_err(unreadable)?;
    let grace = if is_pipe(path) { GRACE } else { Duration::ZERO };
    take(Patient { stream, grace }, 0, limit)
        .map_err(unreadable)?
        .ok_or_else(|| too_large(&name, limit))
}

/// Reads a text file of UTF-8, as [`receive`] does.
///
/// # Errors
///
/// As [`receive`], or where it is not UTF-8.
pub(crate) fn receive_text(path: &Path, limit: u64) -> Result<String> {
    text(path, receive(path, limit)?)
}

/// Whether what is there gives its bytes only once: standard input, a pipe, or a device such as a terminal.
pub(crate) fn is_stream(path: &Path) -> bool {
    #[cfg(unix)]
    fn is_device(kind: fs::FileType) -> bool {
        use std::os::unix::fs::FileTypeExt as _;
        kind.is_char_device()
    }
    #[cfg(not(unix))]
    fn is_device(_: fs::FileType) -> bool {
        false
    }
    let is_stdin = path == Path::new("-");
    is_stdin || is_pipe(path) || fs::metadata(path).is_ok_and(|there| is_device(there.file_type()))
}

fn is_pipe(path: &Path) -> bool {
    #[cfg(unix)]
    fn is_fifo(kind: fs::FileType) -> bool {
        use std::os::unix::fs::FileTypeExt as _;
        kind.is_fifo()
    }
    #[cfg(not(unix))]
    fn is_fifo(_: fs::FileType) -> bool {
        false
    }
    fs::metadata(path).is_ok_and(|there| is_fifo(there.file_type()))
}

/// A stream that was opened without waiting, which is waited for, but not forever.
struct Patient {
    stream: File,
    /// How long a pipe that nobody writes into is waited for: who should may be about to open it.
    grace: Duration,
}

impl Read for Patient {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut silent = Duration::ZERO;
        loop {
            match self.stream.read(buffer) {
                Ok(0) if silent < self.grace => {}
                Err(e) if e.kind() == io::ErrorKind::WouldBlock && silent < PATIENCE => {}
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {
                    return Err(io::ErrorKind::TimedOut.into());
                }
                other => {
                    self.grace = Duration::ZERO;
                    return other;
                }
            }
            std::thread::sleep(PAUSE);
            silent += PAUSE;
        }
    }
}

/// How long a pipe or device may be silent: whoever computes or fetches a secret has answered by then.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a writer may take to open its pipe.
const GRACE: Duration = Duration::from_secs(2);

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(5);

/// Opens a file without ever waiting for it: some in `/proc` call themselves regular, and have no end.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let without_waiting = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    File::options()
        .read(true)
        .custom_flags(without_waiting)
        .open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// The size of a regular file, in bytes; none of what is none.
pub(crate) fn size(path: &Path) -> Option<u64> {
    let metadata = fs::metadata(path).ok()?;
    metadata.is_file().then_some(metadata.len())
}

/// Reads a regular file of any size piece by piece.
///
/// # Errors
///
/// An input error that names the file, or what `each` gives.
pub(crate) fn in_pieces(path: &Path, mut each: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
    let mut file = File::open(path).map_err(|e| unreadable(path, &e))?;
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(length) => each(&piece[..length])?,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(unreadable(path, &e)),
        }
    }
}

/// How much is read at once, in bytes.
const PIECE: usize = 1 << 20;

/// Reads a text file of UTF-8.
///
/// # Errors
///
/// As [`read`], or where the file is not UTF-8.
pub(crate) fn read_text(path: &Path, limit: u64) -> Result<String> {
    text(path, read(path, limit)?)
}

fn text(path: &Path, bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes)
        .map_err(|e| Error::input(format!("`{}` is not UTF-8 text", path.display())).because(e.utf8_error()))
}

/// What tells one state of a file from another: its identity, size and last change; nothing where it is
/// not there. Links are followed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Stamp(Option<(u64, u64, u64, Option<std::time::SystemTime>)>);

/// The state of a file.
pub(crate) fn stamp(path: &Path) -> Stamp {
    #[cfg(unix)]
    fn id(data: &fs::Metadata) -> (u64, u64) {
        use std::os::unix::fs::MetadataExt as _;
        (data.dev(), data.ino())
    }
    #[cfg(not(unix))]
    fn id(_: &fs::Metadata) -> (u64, u64) {
        (0, 0)
    }
    Stamp(
        fs::metadata(path)
            .ok()
            .map(|data| (id(&data).0, id(&data).1, data.len(), data.modified().ok())),
    )
}

/// The entries of a directory, sorted by name.
///
/// # Errors
///
/// An input error that names the directory.
pub(crate) fn list(directory: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(directory).map_err(|e| unreadable(directory, &e))?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()
        .map_err(|e| unreadable(directory, &e))?;
    paths.sort();
    Ok(paths)
}

/// Every regular file at or below a directory, sorted by path. Links are followed, each directory is
/// entered once however many links lead to it; pipes, sockets, devices and links that lead nowhere are passed by.
///
/// # Errors
///
/// An input error that names what cannot be read or looked at, or a directory that holds too much.
pub(crate) fn walk(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut seen = std::collections::BTreeSet::new();
    let mut files = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(next) = open.pop() {
        let real = fs::canonicalize(&next).map_err(|e| unreadable(&next, &e))?;
        if !seen.insert(real) {
            continue;
        }
        for path in list(&next)? {
            match fs::metadata(&path) {
                Ok(kind) if kind.is_dir() => open.push(path),
                Ok(kind) if kind.is_file() => files.push(path),
                Ok(_) => {}
                Err(e) if leads_nowhere(&path, &e) => {}
                Err(e) => return Err(unreadable(&path, &e)),
            }
        }
        if files.len() > MOST_FILES {
            let name = directory.display();
            return Err(
                Error::input(format!("`{name}` holds more than {MOST_FILES} files"))
                    .hint("name the directories that matter"),
            );
        }
    }
    files.sort();
    Ok(files)
}

/// Whether what cannot be looked at is a link to something that is not there, or to itself; or has gone away since.
fn leads_nowhere(path: &Path, error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
        || fs::symlink_metadata(path).is_ok_and(|there| there.is_symlink())
            && error.kind() != io::ErrorKind::PermissionDenied
}

/// Whether anything is there, if only a link that leads nowhere.
///
/// # Errors
///
/// An input error where it cannot be found out.
pub(crate) fn exists(path: &Path) -> Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(false),
        Err(e) => Err(unreadable(path, &e)),
    }
}

/// Whether a path is a directory.
pub(crate) fn is_directory(path: &Path) -> bool {
    path.is_dir()
}

/// The most files that one directory is searched for, with all below it.
const MOST_FILES: usize = 100_000;

/// Whether standard input is a terminal, where a password may be asked for.
pub(crate) fn is_interactive() -> bool {
    io::stdin().is_terminal()
}

/// Asks for a password on the terminal, without echo.
///
/// # Errors
///
/// An input error where the terminal goes away.
pub(crate) fn ask_password(prompt: &str) -> Result<String> {
    rpassword::prompt_password(prompt)
        .map_err(|e| Error::input("the password could not be read from the terminal").because(os_reason(&e)))
}

/// The value of an environment variable that holds text, where it is set and not empty.
///
/// # Errors
///
/// An input error where it is not UTF-8: what was set is never as good as unset.
pub(crate) fn environment(name: &str) -> Result<Option<String>> {
    let not_text = |_| {
        Error::input(format!("the variable `{name}` is not UTF-8 text"))
            .hint(format!("set it again, or run without it: env -u {name} tlsctl …"))
    };
    raw_environment(name)
        .map(|value| value.into_string().map_err(not_text))
        .transpose()
}

/// The value of an environment variable that holds a path, or whatever the system allows, where it is set and
/// not empty.
pub(crate) fn raw_environment(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The names of the variables that begin so, sorted.
pub(crate) fn variables(prefix: &str) -> Vec<String> {
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.starts_with(prefix)).collect();
    names.sort();
    names
}

fn read_stdin(limit: u64) -> Result<Vec<u8>> {
    take(io::stdin().lock(), 0, limit)
        .map_err(|e| Error::input("standard input cannot be read").because(os_reason(&e)))?
        .ok_or_else(|| too_large("standard input", limit))
}

/// Reads to the end, where about `size` bytes are expected, or gives `None` where there is more than `limit`.
fn take(source: impl Read, size: u64, limit: u64) -> io::Result<Option<Vec<u8>>> {
    // One more than there is, so that the end is seen without another allocation.
    let room = usize::try_from(size.min(limit)).unwrap_or(0) + 1;
    let mut bytes = Vec::with_capacity(room);
    source.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::input(format!("`{}` cannot be read", path.display())).because(os_reason(error))
}

fn too_large(name: &str, limit: u64) -> Error {
    Error::input(format!("`{name}` is larger than {} MiB", limit >> 20))
        .hint("split it, or give only the part that matters")
}
