//! Two handshakes with one memory, in each way that a session can be taken up again: TLS 1.2 by id (RFC 5246
//! §7.3) and by ticket (RFC 5077), TLS 1.3 by pre-shared key (RFC 8446 §2.2) with early data where the
//! ticket allows it. The first asks the application something, since tickets come when they like.

use std::borrow::Cow;

use rustls::{AlertDescription, ProtocolVersion};

use super::handshake::NO_CERTIFICATE;
use super::ticket;
use crate::probe::task::Task;
use crate::probe::{Ending, Evidence, Inquiry, Next, Observation, Reply, Terms};
use crate::tlsconf::client::{Memory, Offer};
use crate::wire::alert::Description;
use crate::wire::codec::Reader;
use crate::wire::record::{ContentType, Records, Unit};
use crate::wire::suite::Suite;

/// How a session is found again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Means {
    /// A TLS 1.2 session id.
    Id,
    /// A TLS 1.3 pre-shared key.
    Psk,
    /// A TLS 1.2 ticket.
    Ticket,
}

impl Means {
    /// Each of them.
    pub(crate) const ALL: &'static [Self] = &[Self::Id, Self::Ticket, Self::Psk];

    fn id(self) -> &'static str {
        match self {
            Self::Id => "resumption/id",
            Self::Psk => "resumption/psk",
            Self::Ticket => "resumption/ticket",
        }
    }
}

/// What came of it.
pub(crate) struct Resumption {
    pub(crate) means: Means,
    /// Whether the session was taken up again; `None` where the server does not speak the version.
    pub(crate) outcome: Option<Result<bool, String>>,
    /// TLS 1.3 tickets received; the error is why that is not known.
    pub(crate) tickets: Result<u32, String>,
    /// How long a ticket is good, in seconds, by the server's own word (RFC 5077 §5.6, RFC 8446 §4.6.1); in
    /// TLS 1.2, 0 leaves it open.
    pub(crate) lifetime: Option<u32>,
    /// Whether early data was accepted; the error is why that is not known.
    pub(crate) early_data: Result<bool, String>,
    /// The last connection that it took.
    pub(crate) connection: u32,
    /// The first handshake's reply, with what the application said.
    pub(crate) first: Option<Reply>,
}

/// The inquiry for one of the means.
pub(crate) fn inquiry(means: Means, seen: &Evidence) -> Box<dyn Inquiry> {
    let task = &seen.task;
    let version = match means {
        Means::Psk => ProtocolVersion::TLSv1_3,
        Means::Id | Means::Ticket => ProtocolVersion::TLSv1_2,
    };
    let offer = Offer {
        version: Some(version),
        groups: seen.classic_groups(),
        memory: Some(Memory::new(task.identity.clone())),
        ids_only: means == Means::Id,
        early_data: means == Means::Psk,
        ..Offer::default()
    };
    let mut terms = Terms::new(task.sni.clone(), offer);
    terms.then = Some((question(task), |answer| !answer.is_empty()));
    Box::new(Twice {
        means,
        has_identity: task.identity.is_some(),
        terms,
        first: None,
    })
}

/// Something that the application answers and that changes nothing.
fn question(task: &Task) -> Vec<u8> {
    match task.starttls {
        Some(protocol) => protocol.goodbye.to_vec(),
        None => super::http::request(task, "GET", &task.authority()),
    }
}

struct Twice {
    means: Means,
    has_identity: bool,
    terms: Terms,
    first: Option<Reply>,
}

impl Inquiry for Twice {
    fn id(&self) -> Cow<'static, str> {
        self.means.id().into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        let Some(reply) = reply else {
            return Next::Handshake(Box::new(self.terms.clone()));
        };
        let is_complete = reply
            .session
            .as_ref()
            .is_some_and(|session| session.established.is_some());
        match self.first.take() {
            None if is_complete => {
                self.first = Some(reply);
                Next::Handshake(Box::new(self.terms.clone()))
            }
            None => self.done(&reply, None),
            Some(first) => self.done(&reply, Some(first)),
        }
    }
}

impl Twice {
    fn done(&self, last: &Reply, first: Option<Reply>) -> Next {
        let established = |reply: &Reply| reply.session.as_ref()?.established.clone();
        // A server of TLS 1.3 that wants a client certificate ends the session only after the handshake.
        let served = match &first {
            Some(first) => served(first),
            None if !self.has_identity && lacks_certificate(last) => Err(NO_CERTIFICATE.to_owned()),
            None => Err(refusal(last)),
        };
        let lifetime = first.as_ref().and_then(|reply| match self.means {
            Means::Psk => encrypted_lifetime(reply),
            Means::Id | Means::Ticket => ticket_lifetime(&reply.received),
        });
        let second = served.clone().and_then(|()| {
            let second = established(last).filter(|_| first.is_some());
            second.ok_or_else(|| {
                let why = last.ending.inconclusive();
                why.unwrap_or_else(|| "the second handshake failed".to_owned())
            })
        });
        let outcome = match (&first, &second) {
            (None, _) if is_other_version(last) => None,
            (_, Err(why)) => Some(Err(why.clone())),
            // A server may resume by id even where a ticket was offered; without a ticket it was no ticket.
            (_, Ok(_)) if self.means == Means::Ticket && lifetime.is_none() => Some(Ok(false)),
            (_, Ok(second)) => Some(Ok(second.resumed)),
        };
        let tickets = served.map(|()| {
            first
                .as_ref()
                .and_then(established)
                .map_or(0, |first| first.tickets)
        });
        Next::Done(vec![Observation::new(Resumption {
            means: self.means,
            outcome,
            tickets,
            lifetime,
            early_data: second.map(|second| second.early_data),
            connection: last.connection,
            first,
        })])
    }
}

/// Whether a session was kept up to its end; the error is what ended it.
fn served(first: &Reply) -> Result<(), String> {
    let session = first.session.as_deref();
    match session.and_then(|session| session.alert) {
        Some(alert) => {
            let alert = Description(u8::from(alert));
            Err(format!("the server ends the session with the alert {alert}"))
        }
        None if session.is_some_and(|session| session.answer.is_empty()) && first.ending == Ending::Reset => {
            Err("the connection was reset".to_owned())
        }
        None => Ok(()),
    }
}

fn lacks_certificate(reply: &Reply) -> bool {
    let session = reply.session.as_deref();
    session.is_some_and(|session| session.lacks_certificate(&reply.ending))
}

/// Why a first handshake was not finished.
fn refusal(reply: &Reply) -> String {
    let session = reply.session.as_deref();
    let alert = session.and_then(|session| session.alert);
    let alert = alert.map(|alert| {
        format!(
            "no handshake is finished: the alert {}",
            Description(u8::from(alert))
        )
    });
    let failure = session.and_then(|session| session.failure.clone());
    alert
        .or_else(|| reply.ending.inconclusive())
        .or(failure)
        .unwrap_or_else(|| "no handshake is finished".to_owned())
}

/// Whether the server says that it does not speak the version.
fn is_other_version(reply: &Reply) -> bool {
    let session = reply.session.as_deref();
    session.is_some_and(|session| {
        session.alert == Some(AlertDescription::ProtocolVersion) || session.is_incompatible
    })
}

/// The lifetime of the tickets of TLS 1.3.
fn encrypted_lifetime(reply: &Reply) -> Option<u32> {
    let session = reply.session.as_deref()?;
    let suite = Suite(u16::from(session.established.as_ref()?.suite));
    ticket::lifetime(&reply.received, suite, session.secret.as_ref()?)
}

/// The lifetime hint of the NewSessionTicket that TLS 1.2 sends in the clear, before the keys change.
fn ticket_lifetime(stream: &[u8]) -> Option<u32> {
    let mut messages = Vec::new();
    for unit in Records::new(stream) {
        match unit {
            Unit::Record(record) if record.kind == ContentType::HANDSHAKE => {
                messages.extend_from_slice(record.payload);
            }
            _ => break,
        }
    }
    let mut reader = Reader::new(&messages);
    loop {
        let kind = reader.u8("a message").ok()?;
        let body = reader.vec24("a message").ok()?;
        if kind == NEW_SESSION_TICKET {
            let hint = body.get(..4)?;
            return Some(u32::from_be_bytes(hint.try_into().ok()?));
        }
    }
}

/// RFC 5077 §3.3.
const NEW_SESSION_TICKET: u8 = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::record;
    use crate::wire::version::Version;

    #[test]
    fn the_lifetime_of_a_ticket_is_read_out_of_the_clear_part() {
        let hello = [2, 0, 0, 1, 9];
        let ticket = [4, 0, 0, 7, 0, 0, 0x0e, 0x10, 0, 1, 0xaa];
        let mut stream = record::handshake(Version::TLS1_2, &hello, record::FULL);
        stream.extend(record::handshake(Version::TLS1_2, &ticket, 5));
        stream.extend(record::write(
            ContentType::CHANGE_CIPHER_SPEC,
            Version::TLS1_2,
            &[1],
        ));
        assert_eq!(ticket_lifetime(&stream), Some(3600));
        let without = record::handshake(Version::TLS1_2, &hello, record::FULL);
        assert_eq!(ticket_lifetime(&without), None);
        assert_eq!(ticket_lifetime(&stream[..20]), None);
    }
}
