//! The bytes of a file on their way out: small ones are read at once where they are asked for (the page
//! cache answers in a microsecond, a thread hop takes thirty), large ones in pieces, without waiting for
//! the disk on a thread that serves others.

use std::fs::File;
use std::future::Future as _;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use rustix::io::{Errno, ReadWriteFlags};
use tokio::task::JoinHandle;

/// Pieces of a file with bytes between them (a multipart's heads), in order.
pub(crate) struct FileBody {
    file: Arc<File>,
    pieces: std::collections::VecDeque<Piece>,
    left: u64,
    waiting: Option<JoinHandle<io::Result<Vec<u8>>>>,
}

/// A piece of a body.
pub(crate) enum Piece {
    Bytes(Bytes),
    Part(Range<u64>),
}

impl Piece {
    fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Part(range) => range.end - range.start,
        }
    }
}

/// Reads `range` of a file here and now; for ranges of at most [`SMALL`] bytes.
pub(crate) fn read(file: &File, range: Range<u64>) -> io::Result<Bytes> {
    let mut bytes = vec![0; usize::try_from(range.end - range.start).unwrap_or(0)];
    file.read_exact_at(&mut bytes, range.start)?;
    Ok(bytes.into())
}

/// The largest body that is read at once, in bytes.
pub(crate) const SMALL: u64 = 64 << 10;

impl FileBody {
    /// A body of these pieces.
    pub(crate) fn new(file: File, pieces: impl IntoIterator<Item = Piece>) -> Self {
        let pieces: std::collections::VecDeque<Piece> = pieces.into_iter().collect();
        let left = pieces.iter().map(Piece::len).sum();
        Self {
            file: Arc::new(file),
            pieces,
            left,
            waiting: None,
        }
    }

    pub(crate) fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    pub(crate) fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }

    pub(crate) fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let bytes = match self.waiting.as_mut() {
            Some(waiting) => {
                let Poll::Ready(read) = Pin::new(waiting).poll(context) else {
                    return Poll::Pending;
                };
                self.waiting = None;
                read.unwrap_or_else(|e| Err(io::Error::other(e)))
            }
            None => match self.pieces.front() {
                None => return Poll::Ready(None),
                Some(Piece::Bytes(_)) => return Poll::Ready(self.literal()),
                Some(Piece::Part(range)) => {
                    let range = range.start..range.end.min(range.start + CHUNK);
                    match cached(&self.file, &range) {
                        Some(read) => read,
                        None => {
                            self.waiting = Some(fetch(&self.file, range));
                            return self.poll_frame(context);
                        }
                    }
                }
            },
        };
        Poll::Ready(Some(bytes.and_then(|bytes| self.advance(bytes))))
    }

    fn literal(&mut self) -> Option<io::Result<Frame<Bytes>>> {
        let Some(Piece::Bytes(bytes)) = self.pieces.pop_front() else {
            return None;
        };
        self.left -= bytes.len() as u64;
        Some(Ok(Frame::data(bytes)))
    }

    /// Moves on by what was read. A file that became shorter ends the body early, which the client sees as
    /// an error, as it must.
    fn advance(&mut self, bytes: Vec<u8>) -> io::Result<Frame<Bytes>> {
        if bytes.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= bytes.len() as u64;
        if let Some(Piece::Part(range)) = self.pieces.front_mut() {
            range.start += bytes.len() as u64;
            if range.start >= range.end {
                self.pieces.pop_front();
            }
        }
        Ok(Frame::data(bytes.into()))
    }
}

/// What the page cache holds of a range; `None` where the disk would have to be waited for.
fn cached(file: &File, range: &Range<u64>) -> Option<io::Result<Vec<u8>>> {
    let mut bytes = vec![0; length(range)];
    let slices = &mut [io::IoSliceMut::new(&mut bytes)];
    match rustix::io::preadv2(file, slices, range.start, ReadWriteFlags::NOWAIT) {
        Ok(read) => {
            bytes.truncate(read);
            Some(Ok(bytes))
        }
        Err(Errno::AGAIN | Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL | Errno::INTR) => None,
        Err(error) => Some(Err(error.into())),
    }
}

fn fetch(file: &Arc<File>, range: Range<u64>) -> JoinHandle<io::Result<Vec<u8>>> {
    let file = Arc::clone(file);
    tokio::task::spawn_blocking(move || {
        let mut bytes = vec![0; length(&range)];
        let read = file.read_at(&mut bytes, range.start)?;
        bytes.truncate(read);
        Ok(bytes)
    })
}

fn length(range: &Range<u64>) -> usize {
    usize::try_from(range.end - range.start).unwrap_or(0)
}

/// Bytes per piece of a large file: measured best between 16 KiB and 1 MiB.
const CHUNK: u64 = 256 << 10;
