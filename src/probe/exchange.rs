//! What an inquiry may ask for and what comes back, as plain data: raw bytes on a fresh connection,
//! further bytes on the open one, or a whole handshake with bytes to send after it. Every reply carries
//! the records as they came.

use std::time::Duration;

use rustls::{AlertDescription, CipherSuite, NamedGroup, ProtocolVersion, SignatureScheme};

use super::Observation;
use super::dns::{Answer, Query};
use super::quic::{self, Call};
use crate::error::Error;
use crate::tlsconf::client::Offer;

/// Whether what was received so far answers the question. Called with every byte since the last write, as
/// often as more arrive; for a first flight, the test is in `wire`.
pub(crate) type Enough = fn(&[u8]) -> bool;

/// What an inquiry wants done.
pub(crate) enum Next {
    /// Open a connection (the one that was open is closed) and send a hello on it.
    Hello(Attempt),
    /// Send further bytes on the connection that is open, and read on. The reply holds only what came
    /// after these were sent. Without an open connection the reply is [`Ending::Closed`].
    Send(Attempt),
    /// Open a connection and complete a handshake on it.
    Handshake(Box<Terms>),
    /// Fetch what is at this URL, from a third party. The reply holds the body.
    Fetch(String),
    /// Ask over QUIC. The reply holds what came of it.
    Call(Box<Call>),
    /// Ask the DNS. The reply holds what was answered.
    LookUp(Query),
    /// The chain is at its end; this is what it learned.
    Done(Vec<Observation>),
}

/// Bytes to send, and when to stop reading.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    /// Each is a write of its own; more than one makes a split hello.
    pub(crate) writes: Vec<Write>,
    /// When the reply is complete. The peer's closing and the deadline end it in any case.
    pub(crate) until: Enough,
    /// Whether to leave the application's protocol alone: no STARTTLS, for questions in the clear.
    pub(crate) bare: bool,
    /// The port, where it is not the target's.
    pub(crate) port: Option<u16>,
}

/// One write.
#[derive(Clone, Debug)]
pub(crate) struct Write {
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
    /// How long to wait before sending them.
    pub(crate) after: Duration,
}

impl Attempt {
    /// One write of `bytes`, to the target's own port.
    pub(crate) fn new(bytes: Vec<u8>, until: Enough) -> Self {
        let write = Write {
            bytes,
            after: Duration::ZERO,
        };
        Self {
            writes: vec![write],
            until,
            bare: false,
            port: None,
        }
    }
}

/// A whole handshake.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    /// The server name to send; `None` sends none.
    pub(crate) sni: Option<String>,
    /// What the client offers.
    pub(crate) offer: Offer,
    /// What to send once the handshake is done, and when the answer is complete.
    pub(crate) then: Option<(Vec<u8>, Enough)>,
    /// Whether the engine leaves it at one try.
    pub(crate) is_asked_once: bool,
    /// Whether a harmless command goes out behind the request for TLS, where nobody should read it.
    pub(crate) injects: bool,
}

impl Terms {
    /// A handshake, and nothing after it.
    pub(crate) fn new(sni: Option<String>, offer: Offer) -> Self {
        Self {
            sni,
            offer,
            then: None,
            is_asked_once: false,
            injects: false,
        }
    }
}

/// What came of it.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    /// Which connection of this target, counted from 1; 0 where there was none.
    pub(crate) connection: u32,
    /// Every byte received, as it came: of a [`Next::Send`], since that write; capped.
    pub(crate) received: Vec<u8>,
    /// What had come in the clear behind the consent to TLS, where nothing should be.
    pub(crate) early: Vec<u8>,
    /// Why reading stopped.
    pub(crate) ending: Ending,
    /// What a [`Next::Handshake`] led to.
    pub(crate) session: Option<Box<Session>>,
    /// What a [`Next::LookUp`] was answered, or why it was not.
    pub(crate) looked_up: Option<Result<Answer, String>>,
    /// What came of a [`Next::Call`].
    pub(crate) called: Option<quic::Answer>,
}

impl Reply {
    /// The reply where nothing was received.
    pub(super) fn none(ending: Ending) -> Self {
        Self {
            connection: 0,
            received: Vec::new(),
            early: Vec::new(),
            ending,
            session: None,
            looked_up: None,
            called: None,
        }
    }
}

/// Why reading stopped.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Ending {
    /// The peer closed the connection in order.
    Closed,
    /// The reply is complete.
    Enough,
    /// The peer reset the connection.
    Reset,
    /// The deadline passed.
    TimedOut,
    /// The reply went past the cap on its size.
    TooMuch,
    /// The server would not begin TLS on the connection, and why.
    NoUpgrade(String),
    /// The proxy does not lead to the server, and why.
    NoWay(Error),
    /// No connection could be opened, and why.
    Unconnected(String),
}

impl Ending {
    /// Why no answer can be read out of this, where none can: to be reported as inconclusive.
    pub(crate) fn inconclusive(&self) -> Option<String> {
        match self {
            Self::Closed | Self::Enough => None,
            Self::Reset => Some("the connection was reset".to_owned()),
            Self::TimedOut => Some("no answer in time".to_owned()),
            Self::TooMuch => Some("the answer was too long".to_owned()),
            Self::NoWay(error) => Some(error.to_string()),
            Self::NoUpgrade(why) | Self::Unconnected(why) => Some(why.clone()),
        }
    }
}

/// What a handshake led to, as far as it came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Session {
    /// What was agreed, where it was completed.
    pub(crate) established: Option<Established>,
    /// The alert that the peer sent, in or after the handshake.
    pub(crate) alert: Option<AlertDescription>,
    /// What the client's TLS library said where it gave up.
    pub(crate) failure: Option<String>,
    /// Whether it gave up since the server chose something that it does not have.
    pub(crate) is_incompatible: bool,
    /// The certificates as sent, leaf first.
    pub(crate) chain: Vec<Vec<u8>>,
    /// The OCSP response stapled to it; empty where there was none.
    pub(crate) staple: Vec<u8>,
    /// The scheme of the server's signature over the handshake, and whether it was right, where that can
    /// be told.
    pub(crate) signature: Option<(SignatureScheme, Option<bool>)>,
    /// The names of acceptable client CAs (DER), where a client certificate was asked for.
    pub(crate) client_ca: Option<Vec<Vec<u8>>>,
    /// What the keys of the server's application data come from, in TLS 1.3.
    pub(crate) secret: Option<Vec<u8>>,
    /// What was made of the encrypted hello, where one was sent and it showed.
    pub(crate) ech: Option<Ech>,
    /// What was received after the handshake, decrypted; capped.
    pub(crate) answer: Vec<u8>,
}

/// What a server made of an encrypted hello (RFC 9849).
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Ech {
    /// It read the hello inside.
    Accepted,
    /// It answered the hello outside, and wants this ECHConfigList used; empty where it named none.
    Rejected(Vec<u8>),
}

/// What a completed handshake agreed on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Established {
    /// The protocol version.
    pub(crate) version: ProtocolVersion,
    /// The cipher suite.
    pub(crate) suite: CipherSuite,
    /// The key exchange group, where there was one.
    pub(crate) group: Option<NamedGroup>,
    /// The application protocol.
    pub(crate) alpn: Option<Vec<u8>>,
    /// Whether a session was taken up again.
    pub(crate) resumed: bool,
    /// Whether the server asked for another key share first.
    pub(crate) retried: bool,
    /// TLS 1.3 session tickets received.
    pub(crate) tickets: u32,
    /// Whether early data was accepted.
    pub(crate) early_data: bool,
}
