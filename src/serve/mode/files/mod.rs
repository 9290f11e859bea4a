//! A directory over HTTP: files by their path, `index.html` or a listing for directories, ranges,
//! conditional requests. Never a hidden file, never a private key, never what the server itself loaded,
//! never anything outside the root, unless asked.

mod condition;
pub(crate) mod content;
mod listing;
mod path;
mod range;
mod root;

use std::ffi::OsStr;
use std::fs::File;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use hyper::header::{
    ACCEPT, ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    HeaderValue, LAST_MODIFIED, LOCATION, RANGE, VARY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::http::response::Builder;
use hyper::{Method, Request, Response, StatusCode};
use rustix::fs::Stat;

use crate::error::Result;
use crate::serve::answer;
use crate::serve::body::Body;
use crate::serve::inbound::Inbound;
use condition::{Validators, Verdict};
use content::{FileBody, Piece, SMALL};
use listing::Entry;
use path::{Refusal, Steps};
use range::Wanted;
use root::{Found, Root};

/// A directory that is served.
pub(crate) struct Files {
    root: Root,
    hidden: bool,
    own: Own,
}

/// How a directory is served.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// Serve hidden files and private keys too.
    pub(crate) hidden: bool,
    /// Files that the server itself loaded.
    pub(crate) own: Vec<PathBuf>,
}

/// The server's own files by device and inode, looked up again now and then: a renewal replaces them.
struct Own {
    paths: Vec<PathBuf>,
    known: Mutex<(Instant, Vec<(u64, u64)>)>,
}

impl Own {
    fn new(paths: Vec<PathBuf>) -> Self {
        Self {
            known: Mutex::new((Instant::now(), ids(&paths))),
            paths,
        }
    }

    fn has(&self, id: (u64, u64)) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0.elapsed() > FORGET {
            *known = (Instant::now(), ids(&self.paths));
        }
        known.1.contains(&id)
    }
}

/// The device and inode of each file that is there, symbolic links followed.
fn ids(paths: &[PathBuf]) -> Vec<(u64, u64)> {
    #[allow(clippy::unnecessary_cast, reason = "the type differs between systems")]
    let id = |stat: Stat| (stat.st_dev as u64, stat.st_ino as u64);
    paths
        .iter()
        .filter_map(|path| rustix::fs::stat(path).ok())
        .map(id)
        .collect()
}

/// How long the server's own files are taken to be the same.
const FORGET: Duration = Duration::from_millis(500);

impl Files {
    /// Opens the directory to serve.
    ///
    /// # Errors
    ///
    /// An input error where it is absent, not readable, or no directory.
    pub(crate) fn open(directory: &Path, options: Options) -> Result<Self> {
        Ok(Self {
            root: Root::open(directory)?,
            hidden: options.hidden,
            own: Own::new(options.own),
        })
    }

    /// Answers one request.
    pub(crate) async fn answer(&self, request: &Request<Inbound>) -> Response<Body> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return not_allowed();
        }
        let steps = match Steps::parse(request.uri().path(), self.hidden) {
            Ok(steps) => steps,
            Err(Refusal::Hidden) => return answer::not_found(),
            Err(Refusal::Malformed) => return answer::bad_request("The path is malformed."),
        };
        match self.root.find(&steps) {
            Ok(Found::File(..)) if steps.directory => answer::not_found(),
            Ok(Found::File(file, stat)) => self.file(request, &steps, file, &stat),
            Ok(Found::Directory(_)) if !steps.directory => redirect(request, &steps),
            Ok(Found::Directory(directory)) => self.directory(request, &steps, directory).await,
            Err(_) => answer::not_found(),
        }
    }

    /// Answers a request for a file in `/.well-known/`: no other, no directory, and nothing hidden in it.
    pub(crate) fn well_known(&self, request: &Request<Inbound>) -> Response<Body> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return not_allowed();
        }
        let Ok(steps) = Steps::parse(request.uri().path(), true) else {
            return answer::bad_request("The path is malformed.");
        };
        let hidden = steps
            .names()
            .iter()
            .skip(1)
            .any(|name| name.as_encoded_bytes().starts_with(b"."));
        if hidden || steps.directory || steps.names().first().is_none_or(|name| name != ".well-known") {
            return answer::not_found();
        }
        match self.root.find(&steps) {
            Ok(Found::File(file, stat)) => self.file(request, &steps, file, &stat),
            _ => answer::not_found(),
        }
    }

    async fn directory(
        &self,
        request: &Request<Inbound>,
        steps: &Steps,
        directory: OwnedFd,
    ) -> Response<Body> {
        for name in INDEX {
            if let Ok(Found::File(file, stat)) = self.root.within(steps, name) {
                return self.file(request, &steps.join(*name), file, &stat);
            }
        }
        let Ok(Ok(found)) = tokio::task::spawn_blocking(move || root::entries(directory)).await else {
            return answer::not_found();
        };
        let mut entries: Vec<Entry> = found
            .into_iter()
            .filter(|(name, stat)| self.is_shown(steps, name, stat))
            .map(|(name, stat)| entry(name, &stat))
            .collect();
        listing::sort(&mut entries);
        let (kind, text) = if wants_json(request) {
            ("application/json", listing::json(steps, &entries))
        } else {
            ("text/html; charset=utf-8", listing::html(steps, &entries))
        };
        Response::builder()
            .header(CONTENT_TYPE, kind)
            .header(CACHE_CONTROL, "no-cache")
            .header(VARY, "Accept")
            .header(X_CONTENT_TYPE_OPTIONS, "nosniff")
            .header(
                CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src 'unsafe-inline'",
            )
            .body(Body::full(text))
            .unwrap_or_else(|_| answer::internal())
    }

    fn file(&self, request: &Request<Inbound>, steps: &Steps, file: File, stat: &Stat) -> Response<Body> {
        if !self.may_serve(steps.last(), stat) {
            return answer::not_found();
        }
        let size = u64::try_from(stat.st_size).unwrap_or(0);
        #[allow(
            clippy::unnecessary_cast,
            clippy::cast_sign_loss,
            reason = "the type differs between systems"
        )]
        let validators = Validators::new(size, stat.st_mtime as i64, stat.st_mtime_nsec as u64);
        let head = Response::builder()
            .header(ETAG, &validators.etag)
            .header(LAST_MODIFIED, validators.last_modified())
            .header(ACCEPT_RANGES, "bytes")
            .header(CACHE_CONTROL, "no-cache")
            .header(X_CONTENT_TYPE_OPTIONS, "nosniff");
        match validators.weigh(request.headers()) {
            Verdict::Proceed => {}
            Verdict::NotModified => return finish(head.status(StatusCode::NOT_MODIFIED), Body::empty()),
            Verdict::Failed => return finish(head.status(StatusCode::PRECONDITION_FAILED), Body::empty()),
        }
        let range = request.headers().get(RANGE).and_then(|value| value.to_str().ok());
        let wanted = match range {
            Some(range) if validators.allows_range(request.headers()) => range::wanted(range, size),
            _ => Wanted::All,
        };
        let sent = Sent {
            file,
            size,
            kind: media_type(steps.last()),
            head: request.method() == Method::HEAD,
        };
        match wanted {
            Wanted::All => sent.whole(head),
            Wanted::Parts(parts) if parts.len() == 1 => sent.part(head, parts[0].clone()),
            Wanted::Parts(parts) => sent.parts(head, &parts),
            Wanted::Unsatisfiable => finish(
                head.status(StatusCode::RANGE_NOT_SATISFIABLE)
                    .header(CONTENT_RANGE, format!("bytes */{size}")),
                Body::empty(),
            ),
        }
    }

    /// Whether a file is for strangers: not one of the server's own, and no private key by its name.
    fn may_serve(&self, name: Option<&OsStr>, stat: &Stat) -> bool {
        #[allow(clippy::unnecessary_cast, reason = "the type differs between systems")]
        let id = (stat.st_dev as u64, stat.st_ino as u64);
        self.hidden || !(self.own.has(id) || name.is_some_and(is_key))
    }

    /// Whether an entry appears in a listing: only what would also be served.
    fn is_shown(&self, steps: &Steps, name: &OsStr, stat: &Stat) -> bool {
        let visible = self.hidden || !name.as_encoded_bytes().starts_with(b".");
        let kind = rustix::fs::FileType::from_raw_mode(stat.st_mode);
        visible
            && (kind.is_dir() || kind.is_file())
            && self.may_serve(Some(name), stat)
            && self.root.find(&steps.join(name)).is_ok()
    }
}

fn not_allowed() -> Response<Body> {
    let mut refusal = answer::status(
        StatusCode::METHOD_NOT_ALLOWED,
        "Only GET and HEAD are allowed here.",
    );
    refusal
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    refusal
}

/// A file about to be sent.
struct Sent {
    file: File,
    size: u64,
    kind: String,
    head: bool,
}

impl Sent {
    fn whole(self, head: Builder) -> Response<Body> {
        let size = self.size;
        let head = head.header(CONTENT_TYPE, &self.kind);
        self.send(head, vec![Piece::Part(0..size)])
    }

    fn part(self, head: Builder, range: std::ops::Range<u64>) -> Response<Body> {
        let head = head
            .status(StatusCode::PARTIAL_CONTENT)
            .header(CONTENT_TYPE, &self.kind)
            .header(CONTENT_RANGE, content_range(&range, self.size));
        self.send(head, vec![Piece::Part(range)])
    }

    /// Several parts in one body (RFC 9110 §14.6).
    fn parts(self, head: Builder, parts: &[std::ops::Range<u64>]) -> Response<Body> {
        let boundary = format!("tlsctl-{:016x}", self.size ^ 0x5bd1_e995_9d1b_54a3);
        let mut pieces = Vec::new();
        for range in parts {
            let opening = format!(
                "\r\n--{boundary}\r\nContent-Type: {}\r\nContent-Range: {}\r\n\r\n",
                self.kind,
                content_range(range, self.size)
            );
            pieces.push(Piece::Bytes(opening.into()));
            pieces.push(Piece::Part(range.clone()));
        }
        pieces.push(Piece::Bytes(format!("\r\n--{boundary}--\r\n").into()));
        let head = head
            .status(StatusCode::PARTIAL_CONTENT)
            .header(CONTENT_TYPE, format!("multipart/byteranges; boundary={boundary}"));
        self.send(head, pieces)
    }

    fn send(self, head: Builder, pieces: Vec<Piece>) -> Response<Body> {
        if let [Piece::Part(range)] = pieces.as_slice()
            && range.end - range.start <= SMALL
            && !self.head
        {
            return match content::read(&self.file, range.clone()) {
                Ok(bytes) => finish(head, Body::full(bytes)),
                Err(_) => answer::internal(),
            };
        }
        let body = FileBody::new(self.file, pieces);
        if self.head {
            return finish(head, Body::head(body.size_hint().exact().unwrap_or(0)));
        }
        finish(head, Body::file(body))
    }
}

fn finish(head: Builder, body: Body) -> Response<Body> {
    head.body(body).unwrap_or_else(|_| answer::internal())
}

fn content_range(range: &std::ops::Range<u64>, size: u64) -> String {
    format!("bytes {}-{}/{size}", range.start, range.end - 1)
}

/// To the same directory with its slash, so that relative links work.
fn redirect(request: &Request<Inbound>, steps: &Steps) -> Response<Body> {
    let query = request
        .uri()
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let location = format!("{}/{query}", steps.url());
    let head = Response::builder()
        .status(StatusCode::PERMANENT_REDIRECT)
        .header(LOCATION, location);
    finish(head, Body::empty())
}

fn wants_json(request: &Request<Inbound>) -> bool {
    let accept = request
        .headers()
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    request.uri().query() == Some("format=json")
        || (accept.contains("application/json") && !accept.contains("text/html"))
}

fn entry(name: std::ffi::OsString, stat: &Stat) -> Entry {
    #[allow(clippy::unnecessary_cast, reason = "the type differs between systems")]
    let modified = stat.st_mtime as i64;
    Entry {
        name,
        directory: rustix::fs::FileType::from_raw_mode(stat.st_mode).is_dir(),
        size: u64::try_from(stat.st_size).unwrap_or(0),
        modified,
    }
}

/// The media type by the name's ending; text is taken to be UTF-8.
fn media_type(name: Option<&OsStr>) -> String {
    let guess = name.and_then(|name| mime_guess::from_path(name).first_raw());
    match guess.unwrap_or("application/octet-stream") {
        text if text.starts_with("text/") || text == "application/javascript" => {
            format!("{text}; charset=utf-8")
        }
        other => other.to_owned(),
    }
}

/// Whether a name says that it holds a private key.
fn is_key(name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_ascii_lowercase();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    match ending {
        "key" | "p12" | "pfx" | "jks" | "p8" => true,
        "pem" => stem.starts_with("privkey") || stem.ends_with("-key") || stem == "key",
        _ => matches!(name.as_str(), "id_rsa" | "id_ecdsa" | "id_ed25519"),
    }
}

/// What stands for a directory.
const INDEX: &[&str] = &["index.html", "index.htm"];
