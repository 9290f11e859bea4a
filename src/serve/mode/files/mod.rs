//! A directory over HTTP: files by their path, `index.html` or a listing for directories, ranges,
//! conditional requests. Never a hidden file, never a private key, never what the server itself loaded,
//! never anything outside the root, unless asked.

mod coding;
#[cfg(feature = "compression")]
mod compress;
mod condition;
pub(crate) mod content;
mod listing;
mod media;
mod own;
mod path;
mod range;
mod representation;
mod root;
mod secret;
mod upload;

use std::ffi::OsStr;
use std::fs::File;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue,
    LOCATION, VARY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::http::response::Builder;
use hyper::{Method, Request, Response, StatusCode};
use rustix::fs::Stat;

use crate::error::{Error, Result};
use crate::serve::answer;
use crate::serve::body::Body;
use crate::serve::inbound::Inbound;
use coding::Coding;
use listing::Entry;
use own::{Own, is_key};
use path::{Refusal, Steps, is_askable};
use representation::Representation;
use root::{Found, Root};

/// A directory that is served.
pub(crate) struct Files {
    root: Root,
    hidden: bool,
    compress: bool,
    spa: bool,
    upload: Option<u64>,
    own: Own,
}

/// How a directory is served.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// Serve hidden files and private keys too.
    pub(crate) hidden: bool,
    /// Compress what is worth it on its way.
    pub(crate) compress: bool,
    /// Answer navigations to nowhere with the index of the root: it finds its way by itself.
    pub(crate) spa: bool,
    /// Take in files of at most so many bytes.
    pub(crate) upload: Option<u64>,
    /// Files that the server itself loaded.
    pub(crate) own: Vec<PathBuf>,
}

impl Files {
    /// Opens the directory to serve.
    ///
    /// # Errors
    ///
    /// An input error where it is absent, not readable, or no directory.
    pub(crate) fn open(directory: &Path, options: Options) -> Result<Self> {
        let root = Root::open(directory)?;
        let index = Steps::root().join(INDEX[0]);
        if options.spa && !matches!(root.find(&index), Ok(Found::File(..))) {
            return Err(
                Error::input(format!("there is no `{}` in `{}`", INDEX[0], directory.display()))
                    .hint("--spa answers with it: give the directory that it is in, or leave --spa out"),
            );
        }
        Ok(Self {
            root,
            hidden: options.hidden,
            compress: options.compress,
            spa: options.spa,
            upload: options.upload,
            own: Own::new(options.own),
        })
    }

    /// Answers one request.
    pub(crate) async fn answer(&self, request: Request<Inbound>) -> Response<Body> {
        match (request.method(), self.upload) {
            (&Method::GET | &Method::HEAD, _) => self.give(&request).await,
            (&Method::PUT, Some(limit)) => self.take(request, limit).await,
            (_, Some(_)) => not_allowed("GET, HEAD, PUT"),
            (_, None) => not_allowed("GET, HEAD"),
        }
    }

    async fn give(&self, request: &Request<Inbound>) -> Response<Body> {
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
            Err(_) => self
                .application(request, &steps)
                .unwrap_or_else(answer::not_found),
        }
    }

    /// The index of the root, for a page that only the application in it knows: a path that is not there,
    /// that a browser goes to (it wants HTML), and that is not the name of a kind of file. What the page
    /// itself loads stays a 404, so that a missing script is not taken for HTML.
    fn application(&self, request: &Request<Inbound>, steps: &Steps) -> Option<Response<Body>> {
        let named = steps.last().is_some_and(media::is_known);
        if !self.spa || named || !wants_html(request) {
            return None;
        }
        let index = Steps::root().join(INDEX[0]);
        let Ok(Found::File(file, stat)) = self.root.find(&index) else {
            return None;
        };
        let index = self.representation(request, &index, file, &stat);
        Some(index.varying(ACCEPT.as_str()).answer(request))
    }

    /// Answers a request for a file in `/.well-known/`: no other, no directory, and nothing hidden in it.
    pub(crate) fn well_known(&self, request: &Request<Inbound>) -> Response<Body> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return not_allowed("GET, HEAD");
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
        if let Some(index) = self.application(request, steps) {
            return index;
        }
        let Ok(Ok(found)) = tokio::task::spawn_blocking(move || root::entries(directory)).await else {
            return answer::not_found();
        };
        // Files that were never asked for are looked into first.
        let mut entries: Vec<Entry> = tokio::task::block_in_place(|| {
            let shown = found
                .into_iter()
                .filter(|(name, stat)| self.is_shown(steps, name, stat));
            shown.map(|(name, stat)| entry(name, &stat)).collect()
        });
        listing::sort(&mut entries);
        let upload = self.upload.is_some();
        let (kind, text) = if wants_json(request) {
            ("application/json", listing::json(steps, &entries))
        } else {
            ("text/html; charset=utf-8", listing::html(steps, &entries, upload))
        };
        Response::builder()
            .header(CONTENT_TYPE, kind)
            .header(CACHE_CONTROL, "no-cache")
            .header(VARY, "Accept")
            .header(X_CONTENT_TYPE_OPTIONS, "nosniff")
            .header(CONTENT_SECURITY_POLICY, listing::policy(upload))
            .body(Body::full(text))
            .unwrap_or_else(|_| answer::internal())
    }

    fn file(&self, request: &Request<Inbound>, steps: &Steps, file: File, stat: &Stat) -> Response<Body> {
        if !self.may_serve(steps.last(), &file, stat) {
            return answer::not_found();
        }
        self.representation(request, steps, file, stat).answer(request)
    }

    /// The form of a file that the client likes best.
    fn representation(
        &self,
        request: &Request<Inbound>,
        steps: &Steps,
        file: File,
        stat: &Stat,
    ) -> Representation {
        let kind = media::of(steps.last());
        let packed = media::is_packed(&kind);
        let plain = Representation::plain(file, stat, kind);
        let accepted = match request.headers().get(ACCEPT_ENCODING) {
            Some(header) if !packed => coding::accepted(header.to_str().unwrap_or_default()),
            _ => return plain,
        };
        for coding in &accepted {
            if let Some((sibling, stat)) = self.sibling(steps, *coding, stat) {
                return plain.packed(sibling, &stat, *coding);
            }
        }
        match accepted.first() {
            Some(coding) if self.compress => plain.packing(*coding, request.headers()),
            _ => plain,
        }
    }

    /// The file that was compressed beforehand. One that is older than the file itself is out of date.
    fn sibling(&self, steps: &Steps, coding: Coding, original: &Stat) -> Option<(File, Stat)> {
        let steps = steps.with_ending(coding.ending());
        let Ok(Found::File(file, stat)) = self.root.find(&steps) else {
            return None;
        };
        let age = |stat: &Stat| (stat.st_mtime, stat.st_mtime_nsec);
        let current = age(&stat) >= age(original);
        (current && self.may_serve(steps.last(), &file, &stat)).then_some((file, stat))
    }

    /// Whether a file is for strangers: not one of the server's own, and no private key by its name or by what
    /// is in it.
    fn may_serve(&self, name: Option<&OsStr>, file: &File, stat: &Stat) -> bool {
        self.hidden || !(name.is_some_and(is_key) || self.own.hides(file, stat))
    }

    /// Whether an entry appears in a listing: only what would also be served.
    fn is_shown(&self, steps: &Steps, name: &OsStr, stat: &Stat) -> bool {
        let bytes = name.as_encoded_bytes();
        let visible = is_askable(bytes) && (self.hidden || !bytes.starts_with(b"."));
        let kind = rustix::fs::FileType::from_raw_mode(stat.st_mode);
        if !visible || !(kind.is_dir() || kind.is_file()) {
            return false;
        }
        match self.root.find(&steps.join(name)) {
            Ok(Found::File(file, stat)) => self.may_serve(Some(name), &file, &stat),
            Ok(Found::Directory(_)) => self.hidden || !is_key(name),
            Err(_) => false,
        }
    }
}

fn not_allowed(allowed: &'static str) -> Response<Body> {
    let mut refusal = answer::status(
        StatusCode::METHOD_NOT_ALLOWED,
        &format!("Only these methods are allowed here: {allowed}."),
    );
    refusal
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static(allowed));
    refusal
}

fn finish(head: Builder, body: Body) -> Response<Body> {
    head.body(body).unwrap_or_else(|_| answer::internal())
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

fn accept(request: &Request<Inbound>) -> &str {
    let accept = request.headers().get(ACCEPT);
    accept.and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn wants_html(request: &Request<Inbound>) -> bool {
    accept(request).contains("text/html")
}

fn wants_json(request: &Request<Inbound>) -> bool {
    let accept = accept(request);
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

/// What stands for a directory.
const INDEX: &[&str] = &["index.html", "index.htm"];
