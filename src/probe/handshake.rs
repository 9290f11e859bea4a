//! A whole handshake on an open connection, driven by hand so that everything is kept: the records as
//! they came, the alert, and how far it went where it was not completed.

use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::time::Duration;

use rustls::client::{ClientConnection, EchStatus};
use rustls::internal::msgs::codec::Codec as _;
use rustls::internal::msgs::handshake::EchConfigPayload;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, HandshakeKind, PeerIncompatible};
use tokio::time::Instant;

use super::connection::{Connection, LIMIT};
use super::{Ech, Ending, Established, Session, Terms};
use crate::error::{Error, Result};
use crate::tlsconf::client;

/// Completes a handshake as `terms` say, sends what they say after it, and closes in order.
pub(super) async fn handshake(
    connection: &mut Connection,
    terms: &Terms,
    timeout: Duration,
) -> (Vec<u8>, Ending, Session) {
    let (config, memory) = match client::config(&terms.offer) {
        Ok(made) => made,
        Err(error) => {
            return (
                Vec::new(),
                Ending::Unconnected(error.to_string()),
                Session::default(),
            );
        }
    };
    let mut drive = match Drive::new(connection, config, terms, timeout) {
        Ok(drive) => drive,
        Err(error) => {
            return (
                Vec::new(),
                Ending::Unconnected(error.to_string()),
                Session::default(),
            );
        }
    };
    let ending = drive.run(terms).await.err().unwrap_or(Ending::Enough);
    drive.close().await;
    let shown = memory.take();
    let Drive {
        received,
        mut session,
        ..
    } = drive;
    session.chain = shown.chain;
    session.staple = shown.staple;
    session.signature = shown.signature;
    session.client_ca = shown.client_ca;
    session.secret = shown.secret;
    (received, ending, session)
}

struct Drive<'a> {
    connection: &'a mut Connection,
    tls: ClientConnection,
    received: Vec<u8>,
    session: Session,
    timeout: Duration,
    deadline: Instant,
}

impl<'a> Drive<'a> {
    fn new(
        connection: &'a mut Connection,
        config: Arc<ClientConfig>,
        terms: &Terms,
        timeout: Duration,
    ) -> Result<Self> {
        let name = match &terms.sni {
            // An address is never sent as a server name (RFC 6066 §3).
            None => ServerName::from(std::net::Ipv4Addr::UNSPECIFIED),
            Some(name) => ServerName::try_from(name.clone())
                .map_err(|_| Error::usage(format!("`{name}` cannot be sent as a server name")))?,
        };
        let tls = ClientConnection::new(config, name)
            .map_err(|e| Error::bug("the client cannot make its hello").because(e))?;
        Ok(Self {
            connection,
            tls,
            received: Vec::new(),
            session: Session::default(),
            timeout,
            deadline: Instant::now() + timeout,
        })
    }

    async fn run(&mut self, terms: &Terms) -> Result<(), Ending> {
        if let (Some((data, _)), Some(mut early)) = (&terms.then, self.tls.early_data()) {
            // What the ticket allows no room for is sent again below.
            let _ = early.write(data);
        }
        self.flush().await?;
        let mut outcome = Ok(());
        while self.tls.is_handshaking() && outcome.is_ok() {
            outcome = self.step().await;
        }
        if self.tls.is_handshaking() {
            return outcome;
        }
        self.session.established = self.established();
        if self.tls.ech_status() == EchStatus::Accepted {
            self.session.ech = Some(Ech::Accepted);
        }
        // A server that answered early data may have closed with the same flight.
        outcome?;
        let Some((data, until)) = &terms.then else {
            return Ok(());
        };
        if !self.tls.is_early_data_accepted() {
            let _ = self.tls.writer().write_all(data);
        }
        self.flush().await?;
        self.deadline = Instant::now() + self.timeout;
        let outcome = self.answer(*until).await;
        self.session.established = self.established();
        outcome
    }

    async fn answer(&mut self, until: fn(&[u8]) -> bool) -> Result<(), Ending> {
        while !until(&self.session.answer) {
            if self.session.answer.len() >= LIMIT {
                return Err(Ending::TooMuch);
            }
            self.step().await?;
        }
        Ok(())
    }

    /// Waits for bytes, and lets the library work on them.
    async fn step(&mut self) -> Result<(), Ending> {
        let start = self.received.len();
        let outcome = self.connection.receive(&mut self.received, self.deadline).await;
        let mut fresh = &self.received[start..];
        while !fresh.is_empty() {
            // Memory that reads never fails; a full buffer is emptied by the work below.
            if matches!(self.tls.read_tls(&mut fresh), Err(_) | Ok(0)) {
                break;
            }
            match self.tls.process_new_packets() {
                Ok(state) => {
                    let mut plain = vec![0; state.plaintext_bytes_to_read()];
                    let count = self.tls.reader().read(&mut plain).unwrap_or(0);
                    self.session.answer.extend_from_slice(&plain[..count]);
                    if state.peer_has_closed() {
                        self.flush().await?;
                        return Err(Ending::Closed);
                    }
                }
                Err(error) => {
                    self.give_up(&error);
                    let _ = self.flush().await;
                    return Err(Ending::Enough);
                }
            }
        }
        self.flush().await?;
        outcome
    }

    fn give_up(&mut self, error: &rustls::Error) {
        match error {
            rustls::Error::AlertReceived(alert) => self.session.alert = Some(*alert),
            rustls::Error::PeerIncompatible(PeerIncompatible::ServerRejectedEncryptedClientHello(retry)) => {
                self.session.ech = Some(Ech::Rejected(retry.as_deref().map_or_else(Vec::new, list)));
            }
            other => {
                self.session.is_incompatible = matches!(other, rustls::Error::PeerIncompatible(_));
                self.session.failure = Some(other.to_string());
            }
        }
    }

    async fn flush(&mut self) -> Result<(), Ending> {
        let mut bytes = Vec::new();
        while self.tls.wants_write() {
            // Writing to memory does not fail.
            let _ = self.tls.write_tls(&mut bytes);
        }
        if bytes.is_empty() {
            return Ok(());
        }
        self.connection.send(&bytes, self.deadline).await
    }

    async fn close(&mut self) {
        if self.session.alert.is_none() && self.session.failure.is_none() {
            self.tls.send_close_notify();
            let _ = self.flush().await;
        }
    }

    fn established(&self) -> Option<Established> {
        let kind = self.tls.handshake_kind()?;
        Some(Established {
            version: self.tls.protocol_version()?,
            suite: self.tls.negotiated_cipher_suite()?.suite(),
            group: self.tls.negotiated_key_exchange_group().map(|group| group.name()),
            alpn: self.tls.alpn_protocol().map(<[u8]>::to_vec),
            resumed: kind == HandshakeKind::Resumed,
            retried: kind == HandshakeKind::FullWithHelloRetryRequest,
            tickets: self.tls.tls13_tickets_received(),
            early_data: self.tls.is_early_data_accepted(),
        })
    }
}

/// The configurations as the list that the server sent. The library has read it, and gives it back only by
/// way of what it calls internal.
fn list(configs: &[EchConfigPayload]) -> Vec<u8> {
    let mut body = Vec::new();
    configs.iter().for_each(|config| config.encode(&mut body));
    let length = u16::try_from(body.len()).unwrap_or(u16::MAX);
    [&length.to_be_bytes()[..], &body].concat()
}
