//! What is asked of a server over QUIC and what comes back, as plain data. Who asks is in `call`, which alone
//! knows the QUIC library.

#![cfg_attr(
    not(feature = "quic"),
    allow(
        dead_code,
        reason = "answers that nobody asks for are read by those who would"
    )
)]

#[cfg(feature = "quic")]
mod call;
#[cfg(not(feature = "quic"))]
mod left_out;

use super::survey::http::Head;
use crate::tlsconf::client::Offer;
use crate::wire::alert::Description;
use crate::wire::quic::Version;
use crate::wire::scheme::Scheme;

#[cfg(feature = "quic")]
pub(super) use call::call;
#[cfg(not(feature = "quic"))]
pub(super) use left_out::call;

/// Whether this build can ask.
pub(crate) const IS_THERE: bool = cfg!(feature = "quic");

/// A question.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The port, where it is not the target's.
    pub(crate) port: Option<u16>,
    /// What is asked.
    pub(crate) question: Question,
}

/// What can be asked.
#[derive(Clone, Debug)]
pub(crate) enum Question {
    /// A whole handshake in version 1, and a page where HTTP/3 is agreed on.
    Session {
        /// The server name to send; `None` sends none.
        sni: Option<String>,
        /// What the client offers.
        offer: Box<Offer>,
        /// The URL to ask for; `None` asks for none.
        page: Option<String>,
    },
    /// Which versions there are (RFC 9000 §6).
    Versions,
}

/// What came of it.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// The machine says that nobody listens there (ICMP).
    Closed,
    /// It speaks QUIC and turned the client away.
    Refused {
        /// The alert, where it was one.
        alert: Option<Description>,
        /// In the library's words.
        why: String,
    },
    /// A session.
    Session(Box<Session>),
    /// Nothing that could be read, and why: what filters say too.
    Silent(String),
    /// The versions that the server lists, in its order.
    Versions(Vec<Version>),
}

/// A session over QUIC.
#[derive(Clone, Debug, Default)]
pub(crate) struct Session {
    /// The application protocol.
    pub(crate) alpn: Option<Vec<u8>>,
    /// The certificates as sent, leaf first.
    pub(crate) chain: Vec<Vec<u8>>,
    /// The stapled OCSP response; empty where there was none.
    pub(crate) staple: Vec<u8>,
    /// How the server signed.
    pub(crate) scheme: Option<Scheme>,
    /// The head of the page that was asked for, or why there is none.
    pub(crate) page: Option<Result<Head, String>>,
    /// The bytes of the longest unreliable datagram (RFC 9221), where the server takes them.
    pub(crate) datagram_bytes: Option<usize>,
    /// Whether somebody asked for a client certificate.
    pub(crate) asks_for_certificate: bool,
}

/// What a call cost, in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cost {
    pub(super) sent: u64,
    pub(super) received: u64,
}
