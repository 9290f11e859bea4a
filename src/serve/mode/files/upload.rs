//! Files that clients send (PUT, RFC 9110 §9.3.4), where `--upload` lets them: into directories that are
//! there, under names that are also served, whole or not at all. Neither a hidden file, nor a key, nor
//! anything that the server itself loaded is ever written, nor anything outside the root.

use std::ffi::OsString;
use std::io;
use std::os::fd::OwnedFd;

use http_body_util::BodyExt as _;
use hyper::body::Body as _;
use hyper::header::{CONTENT_ENCODING, CONTENT_RANGE, ETAG, IF_MATCH, IF_NONE_MATCH, LOCATION};
use hyper::{HeaderMap, Request, Response, StatusCode};
use rustix::fs::{AtFlags, FileType, Stat, statat};

use super::condition::Verdict;
use super::own::is_key;
use super::path::{Refusal, Steps};
use super::representation::validators;
use super::root::Found;
use super::{Files, finish};
use crate::output::Existing;
use crate::output::staged::Staged;
use crate::serve::answer;
use crate::serve::body::Body;
use crate::serve::inbound::Inbound;

/// Where a file is to be.
struct Place {
    directory: OwnedFd,
    name: OsString,
    /// What is there already.
    old: Option<Stat>,
}

/// Why a file is not taken in, as an answer.
type Refused = Box<Response<Body>>;

impl Files {
    /// Takes in one file of at most `limit` bytes.
    pub(super) async fn take(&self, request: Request<Inbound>, limit: u64) -> Response<Body> {
        let (head, body) = request.into_parts();
        let taken = async {
            let steps = wanted(head.uri.path(), &head.headers)?;
            let place = self.place(&steps)?;
            let existing = place.conditions(&head.headers)?;
            if body.size_hint().lower() > limit {
                return Err(too_large(limit));
            }
            let staged = Staged::new(place.directory, token()?).map_err(|error| refused(&error))?;
            let staged = receive(body, staged, limit).await?;
            let stat = blocking(move || staged.place(&place.name, existing)).await?;
            Ok((steps, place.old.is_none(), stat))
        };
        match taken.await {
            Ok((steps, is_new, stat)) => {
                let answer = Response::builder().header(ETAG, validators(&stat).tag());
                let answer = if is_new {
                    answer.status(StatusCode::CREATED).header(LOCATION, steps.url())
                } else {
                    answer.status(StatusCode::NO_CONTENT)
                };
                finish(answer, Body::empty())
            }
            Err(refusal) => answer::closing(*refusal),
        }
    }

    /// Finds the place of a file: its directory must be there, and nothing in its place that has to stay.
    fn place(&self, steps: &Steps) -> Result<Place, Refused> {
        let name = steps.last().unwrap_or_default();
        if is_key(name) {
            return Err(forbidden("Private keys are not taken in."));
        }
        let Ok(Found::Directory(directory)) = self.root.find(&steps.parent()) else {
            return Err(conflict("There is no such directory."));
        };
        // What a link leads to inside the root; the link itself is replaced, never written through.
        if let Ok(Found::File(_, stat)) = self.root.find(steps)
            && self.own.has(&stat)
        {
            return Err(forbidden("The server itself uses this file."));
        }
        let old = statat(&directory, name, AtFlags::SYMLINK_NOFOLLOW).ok();
        let kind = old.as_ref().map(|stat| FileType::from_raw_mode(stat.st_mode));
        if kind.is_some_and(|kind| !(kind.is_file() || kind.is_symlink())) {
            return Err(conflict("Something else has this name."));
        }
        Ok(Place {
            directory,
            name: name.to_owned(),
            old,
        })
    }
}

impl Place {
    /// Weighs the request's conditions against what is there (RFC 9110 §13.1).
    fn conditions(&self, headers: &HeaderMap) -> Result<Existing, Refused> {
        let failed = || {
            let line = "What is there is not what the request expects.";
            Box::new(answer::status(StatusCode::PRECONDITION_FAILED, line))
        };
        match &self.old {
            Some(old) if validators(old).weigh(headers) != Verdict::Proceed => Err(failed()),
            None if headers.contains_key(IF_MATCH) => Err(failed()),
            None if headers.contains_key(IF_NONE_MATCH) => Ok(Existing::Keep),
            _ => Ok(Existing::Replace),
        }
    }
}

/// The path of a request that can name a file, and a body that is the file.
fn wanted(path: &str, headers: &HeaderMap) -> Result<Steps, Refused> {
    let steps = match Steps::parse(path, false) {
        Ok(steps) if !steps.directory => steps,
        Ok(_) => return Err(Box::new(answer::bad_request("The path names no file."))),
        Err(Refusal::Hidden) => return Err(forbidden("Hidden files are not taken in.")),
        Err(Refusal::Malformed) => return Err(Box::new(answer::bad_request("The path is malformed."))),
    };
    if headers.contains_key(CONTENT_RANGE) {
        return Err(Box::new(answer::bad_request("Files are taken in whole.")));
    }
    if headers.contains_key(CONTENT_ENCODING) {
        let line = "Files are taken in as they are, without a Content-Encoding.";
        return Err(Box::new(answer::status(StatusCode::UNSUPPORTED_MEDIA_TYPE, line)));
    }
    Ok(steps)
}

/// Writes a body as it comes, without waiting for the disk on a thread that serves others.
async fn receive(mut body: Inbound, mut staged: Staged, limit: u64) -> Result<Staged, Refused> {
    let mut received = 0;
    let mut waiting = Vec::new();
    loop {
        let frame = body.frame().await.transpose();
        let frame =
            frame.map_err(|_| Box::new(answer::bad_request("The body broke off or is malformed.")))?;
        let over = frame.is_none();
        let data = frame.and_then(|frame| frame.into_data().ok()).unwrap_or_default();
        received += data.len() as u64;
        if received > limit {
            return Err(too_large(limit));
        }
        waiting.extend_from_slice(&data);
        if over || waiting.len() >= PIECE {
            let mut piece = std::mem::take(&mut waiting);
            (staged, piece) = blocking(move || staged.write(&piece).map(|()| (staged, piece))).await?;
            piece.clear();
            waiting = piece;
        }
        if over {
            return Ok(staged);
        }
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Refused> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| refused(&error)),
        Err(_) => Err(Box::new(answer::internal())),
    }
}

/// What a system's refusal is for the client.
fn refused(error: &io::Error) -> Refused {
    use io::ErrorKind::{
        AlreadyExists, FileTooLarge, InvalidFilename, IsADirectory, PermissionDenied, QuotaExceeded,
        ReadOnlyFilesystem, StorageFull,
    };
    match error.kind() {
        StorageFull | QuotaExceeded | FileTooLarge => Box::new(answer::status(
            StatusCode::INSUFFICIENT_STORAGE,
            "There is no room for the file.",
        )),
        PermissionDenied | ReadOnlyFilesystem => forbidden("The server may not write here."),
        AlreadyExists => Box::new(answer::status(
            StatusCode::PRECONDITION_FAILED,
            "The file is there already.",
        )),
        IsADirectory => conflict("Something else has this name."),
        InvalidFilename => Box::new(answer::bad_request("The name cannot be that of a file.")),
        _ => Box::new(answer::internal()),
    }
}

fn forbidden(line: &str) -> Refused {
    Box::new(answer::status(StatusCode::FORBIDDEN, line))
}

fn conflict(line: &str) -> Refused {
    Box::new(answer::status(StatusCode::CONFLICT, line))
}

fn too_large(limit: u64) -> Refused {
    let line = format!("The file is larger than {limit} bytes.");
    Box::new(answer::status(StatusCode::PAYLOAD_TOO_LARGE, &line))
}

/// Tells what is being written from all else.
fn token() -> Result<u64, Refused> {
    let mut bytes = [0; 8];
    match aws_lc_rs::rand::fill(&mut bytes) {
        Ok(()) => Ok(u64::from_le_bytes(bytes)),
        Err(_) => Err(Box::new(answer::internal())),
    }
}

/// Bytes gathered before they are written.
const PIECE: usize = 256 << 10;
