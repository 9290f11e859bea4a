//! HTTP/2 without TLS and without asking: a client that knows begins with a preface that no request of HTTP/1
//! begins with (RFC 9113 §3.3, §3.4). Calls of gRPC come so where TLS ends before this server.

use std::io;

use super::stream::Stream;

/// Waits for what a client says first, and tells whether it is the preface of HTTP/2. Consumes nothing.
pub(super) async fn is_next(stream: &mut Stream) -> io::Result<bool> {
    loop {
        let seen = stream.look().await?;
        if seen.starts_with(PREFACE) {
            return Ok(true);
        }
        if !PREFACE.starts_with(seen) || !stream.look_further().await? {
            return Ok(false);
        }
    }
}

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
