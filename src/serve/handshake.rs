//! From an accepted socket to TLS, within one deadline: looks whether the peer speaks TLS at all, reads the
//! ClientHello before anything is chosen, refuses a name that is not served before a single byte of
//! certificate is sent (RFC 6066 §3, RFC 8446 §6.2) and a fallback that was not needed (RFC 7507 §3), and notes
//! what was agreed.

use std::io;
use std::sync::Arc;

use rustls::server::Acceptor;
use tokio::io::AsyncWriteExt as _;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

use super::connection::Secured;
use super::fault::Step;
use super::stream::Stream;
use crate::tlsconf::Wish;
use crate::tlsconf::identity::Identity;
use crate::tlsconf::server::Terminator;
use crate::wire::alert::Description;

/// What came of a fresh connection.
pub(crate) enum Opening {
    /// TLS, and what was agreed.
    Tls(Box<TlsStream<Stream>>, Secured),
    /// The peer speaks HTTP without TLS.
    Plain(Stream),
    /// Refused: no identity is served under this name, or none was asked for.
    Stranger(Option<String>),
    /// The peer went away without a word, as port checks do.
    Silent,
    /// No handshake came about.
    Failed(io::Error),
}

/// Takes the server's part in the handshake. The caller sets the deadline.
pub(crate) async fn open(mut stream: Stream, terminator: &Terminator) -> Opening {
    match stream.look().await {
        Ok([]) => return Opening::Silent,
        Ok([first, ..]) if first.is_ascii_uppercase() => return Opening::Plain(stream),
        Ok(_) => {}
        Err(error) => return Opening::Failed(error),
    }
    let mut greeting = LazyConfigAcceptor::new(Acceptor::default(), stream);
    let mut start = match (&mut greeting).await {
        Ok(start) => start,
        Err(error) => {
            if let Some(stream) = greeting.take_io() {
                stream.activity().refuse();
            }
            return Opening::Failed(error);
        }
    };
    let raw = start.io.recorded();
    start.io.activity().reach(Step::ClientHello);
    let current = terminator.current();
    let wish = Wish::of(&start.client_hello());
    let Some((identity, config)) = current.choose(&wish) else {
        let _ = refuse(&mut start.io, Description::UNRECOGNIZED_NAME).await;
        return Opening::Stranger(wish.name);
    };
    if wish.falls_back() && !identity.is_weak() && current.speaks_tls13() {
        let _ = refuse(&mut start.io, Description::INAPPROPRIATE_FALLBACK).await;
        return Opening::Failed(io::Error::other("it fell back to an older version without need"));
    }
    match start.into_stream(config).into_fallible().await {
        Ok(stream) => {
            stream.get_ref().0.activity().reach(Step::Handshake);
            let secured = agreed(&stream, wish.name, identity, raw);
            Opening::Tls(Box::new(stream), secured)
        }
        // In TLS 1.3 a client whose certificate is refused has sent its request by now: unread, it would turn
        // the alert into a reset.
        Err((error, stream)) => {
            stream.activity().refuse();
            Opening::Failed(error)
        }
    }
}

/// Sends the fatal alert, as the first and last record of the connection, and closes.
async fn refuse(stream: &mut Stream, why: Description) -> io::Result<()> {
    stream.activity().refuse();
    stream
        .write_all(&[0x15, 0x03, 0x03, 0x00, 0x02, 0x02, why.0])
        .await?;
    stream.shutdown().await
}

fn agreed(
    stream: &TlsStream<Stream>,
    server_name: Option<String>,
    identity: Arc<Identity>,
    hello: Vec<u8>,
) -> Secured {
    let session = stream.get_ref().1;
    Secured {
        version: session.protocol_version().map_or(0, u16::from),
        suite: session
            .negotiated_cipher_suite()
            .map(|suite| u16::from(suite.suite())),
        group: session
            .negotiated_key_exchange_group()
            .map(|group| u16::from(group.name())),
        alpn: session.alpn_protocol().map(<[u8]>::to_vec),
        server_name,
        identity,
        client_chain: session
            .peer_certificates()
            .unwrap_or_default()
            .iter()
            .map(|certificate| certificate.as_ref().to_vec())
            .collect(),
        client_hello: hello,
        resumed: session
            .handshake_kind()
            .map(|kind| kind == rustls::HandshakeKind::Resumed),
    }
}
