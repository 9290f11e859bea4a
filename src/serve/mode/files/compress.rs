//! A file compressed on its way out: read piece by piece, so that memory does not grow with the file.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use async_compression::Level;
use async_compression::tokio::bufread::{BrotliEncoder, GzipEncoder, ZstdEncoder};
use bytes::{Buf as _, Bytes};
use hyper::body::{Body as HttpBody, Frame};
use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};

use super::coding::Coding;
use super::content::FileBody;
use crate::serve::body::Body;

/// What a file becomes in this coding.
pub(super) fn compressed(file: FileBody, coding: Coding) -> Body {
    let file = Source {
        file,
        piece: Bytes::new(),
    };
    let encoder: Encoder = match coding {
        Coding::Brotli => Box::pin(BrotliEncoder::with_quality(file, Level::Precise(BROTLI))),
        Coding::Gzip => Box::pin(GzipEncoder::new(file)),
        Coding::Zstd => Box::pin(ZstdEncoder::new(file)),
    };
    Body::stream(Compressed { encoder })
}

type Encoder = Pin<Box<dyn AsyncRead + Send>>;

struct Compressed {
    encoder: Encoder,
}

impl HttpBody for Compressed {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let mut piece = vec![0; PIECE];
        let mut buffer = ReadBuf::new(&mut piece);
        ready!(self.encoder.as_mut().poll_read(context, &mut buffer))?;
        let read = buffer.filled().len();
        piece.truncate(read);
        Poll::Ready((read > 0).then(|| Ok(Frame::data(piece.into()))))
    }
}

/// A file as the encoders read.
struct Source {
    file: FileBody,
    piece: Bytes,
}

impl AsyncBufRead for Source {
    fn poll_fill_buf(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let this = self.get_mut();
        while this.piece.is_empty() {
            match ready!(Pin::new(&mut this.file).poll_frame(context)?) {
                Some(frame) => this.piece = frame.into_data().unwrap_or_default(),
                None => break,
            }
        }
        Poll::Ready(Ok(&this.piece))
    }

    fn consume(mut self: Pin<&mut Self>, read: usize) {
        self.piece.advance(read);
    }
}

/// The encoders ask for it, and read by [`AsyncBufRead`] alone.
impl AsyncRead for Source {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let piece = ready!(self.as_mut().poll_fill_buf(context))?;
        let read = piece.len().min(buffer.remaining());
        buffer.put_slice(&piece[..read]);
        self.consume(read);
        Poll::Ready(Ok(()))
    }
}

/// Brotli's quality: as fast as gzip's default, and a tenth shorter. Its own default is for archives.
const BROTLI: i32 = 4;

/// Bytes sent at a time.
const PIECE: usize = 32 << 10;
