//! A file in the form in which it is sent, with the metadata of that form: plain, compressed beforehand
//! (a sibling on the disk), or compressed on its way. Each has its own entity tag (RFC 9110 §8.8.3.3), and
//! ranges are ranges of what is on the disk, never of what is only being made.

use std::fs::File;
use std::ops::Range;

use hyper::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    LAST_MODIFIED, RANGE, VARY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::http::response::Builder;
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use rustix::fs::Stat;

use super::coding::Coding;
use super::condition::{Validators, Verdict};
use super::content::{self, FileBody, Piece, SMALL};
use super::range::{self, Wanted};
use super::{finish, media};
use crate::serve::answer;
use crate::serve::body::Body;

/// What is sent of a file.
pub(super) struct Representation {
    file: File,
    /// On the disk, in bytes.
    size: u64,
    /// The media type.
    kind: String,
    /// What the bytes on the disk are coded in.
    coding: Option<Coding>,
    /// What they are coded in on their way.
    on_the_way: Option<Coding>,
    /// What requests it was chosen by.
    vary: Vec<&'static str>,
    validators: Validators,
}

impl Representation {
    /// The file as it is.
    pub(super) fn plain(file: File, stat: &Stat, kind: String) -> Self {
        let mut vary = Vec::new();
        if !media::is_packed(&kind) {
            vary.push(ACCEPT_ENCODING.as_str());
        }
        Self {
            file,
            size: size(stat),
            kind,
            coding: None,
            on_the_way: None,
            vary,
            validators: validators(stat),
        }
    }

    /// Its sibling that was compressed beforehand.
    pub(super) fn packed(self, sibling: File, stat: &Stat, coding: Coding) -> Self {
        Self {
            file: sibling,
            size: size(stat),
            coding: Some(coding),
            validators: validators(stat).of(coding.name(), false),
            ..self
        }
    }

    /// The file compressed on its way, where that is worth it and the request is for the whole.
    pub(super) fn packing(mut self, coding: Coding, request: &HeaderMap) -> Self {
        let worth = self.size >= LEAST && media::is_wordy(&self.kind) && !request.contains_key(RANGE);
        if worth && cfg!(feature = "compression") {
            self.validators = self.validators.of(coding.name(), true);
            self.on_the_way = Some(coding);
        }
        self
    }

    /// The same, chosen by one more field of the request.
    pub(super) fn varying(mut self, field: &'static str) -> Self {
        self.vary.insert(0, field);
        self
    }

    /// The answer: all of it, parts, or that it has not changed.
    pub(super) fn answer<B>(self, request: &Request<B>) -> Response<Body> {
        let head = self.head();
        match self.validators.weigh(request.headers()) {
            Verdict::Proceed => {}
            Verdict::NotModified => return finish(head.status(StatusCode::NOT_MODIFIED), Body::empty()),
            Verdict::Failed => return finish(head.status(StatusCode::PRECONDITION_FAILED), Body::empty()),
        }
        let is_head = request.method() == Method::HEAD;
        let range = request.headers().get(RANGE).and_then(|value| value.to_str().ok());
        let wanted = match range {
            // Of HEAD it is ignored (RFC 9110 §14.2).
            Some(range) if !is_head && self.validators.allows_range(request.headers()) => {
                range::wanted(range, self.size)
            }
            _ => Wanted::All,
        };
        match wanted {
            Wanted::All => self.whole(head, is_head),
            Wanted::Parts(parts) if parts.len() == 1 => self.part(head, parts[0].clone(), is_head),
            Wanted::Parts(parts) => self.parts(head, &parts, is_head),
            Wanted::Unsatisfiable => finish(
                head.status(StatusCode::RANGE_NOT_SATISFIABLE)
                    .header(CONTENT_RANGE, format!("bytes */{}", self.size)),
                Body::empty(),
            ),
        }
    }

    /// What every answer about it says.
    fn head(&self) -> Builder {
        let mut head = Response::builder()
            .header(ETAG, self.validators.tag())
            .header(LAST_MODIFIED, self.validators.last_modified())
            .header(CACHE_CONTROL, "no-cache")
            .header(X_CONTENT_TYPE_OPTIONS, "nosniff");
        if !self.vary.is_empty() {
            head = head.header(VARY, self.vary.join(", "));
        }
        if self.on_the_way.is_none() {
            head = head.header(ACCEPT_RANGES, "bytes");
        }
        match self.coding.or(self.on_the_way) {
            Some(coding) => head.header(CONTENT_ENCODING, coding.name()),
            None => head,
        }
    }

    fn whole(self, head: Builder, is_head: bool) -> Response<Body> {
        let head = head.header(CONTENT_TYPE, &self.kind);
        let pieces = vec![Piece::Part(0..self.size)];
        #[cfg(feature = "compression")]
        if let Some(coding) = self.on_the_way {
            // How long it becomes is known to nobody.
            let body = if is_head {
                Body::empty()
            } else {
                super::compress::compressed(FileBody::new(self.file, pieces), coding)
            };
            return finish(head, body);
        }
        self.send(head, pieces, is_head)
    }

    fn part(self, head: Builder, range: Range<u64>, is_head: bool) -> Response<Body> {
        let head = head
            .status(StatusCode::PARTIAL_CONTENT)
            .header(CONTENT_TYPE, &self.kind)
            .header(CONTENT_RANGE, content_range(&range, self.size));
        self.send(head, vec![Piece::Part(range)], is_head)
    }

    /// Several parts in one body (RFC 9110 §14.6).
    fn parts(self, head: Builder, parts: &[Range<u64>], is_head: bool) -> Response<Body> {
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
        self.send(head, pieces, is_head)
    }

    fn send(self, head: Builder, pieces: Vec<Piece>, is_head: bool) -> Response<Body> {
        if let [Piece::Part(range)] = pieces.as_slice()
            && range.end - range.start <= SMALL
            && !is_head
        {
            return match content::read(&self.file, range.clone()) {
                Ok(bytes) => finish(head, Body::full(bytes)),
                Err(_) => answer::internal(),
            };
        }
        let body = FileBody::new(self.file, pieces);
        if is_head {
            return finish(head, Body::head(body.size_hint().exact().unwrap_or(0)));
        }
        finish(head, Body::file(body))
    }
}

/// The validators of what is on the disk.
pub(super) fn validators(stat: &Stat) -> Validators {
    #[allow(
        clippy::unnecessary_cast,
        clippy::cast_sign_loss,
        reason = "the type differs between systems"
    )]
    Validators::new(size(stat), stat.st_mtime as i64, stat.st_mtime_nsec as u64)
}

fn size(stat: &Stat) -> u64 {
    u64::try_from(stat.st_size).unwrap_or(0)
}

fn content_range(range: &Range<u64>, size: u64) -> String {
    format!("bytes {}-{}/{size}", range.start, range.end - 1)
}

/// Files shorter than this, in bytes, fit into a packet or so as they are.
const LEAST: u64 = 1 << 10;
