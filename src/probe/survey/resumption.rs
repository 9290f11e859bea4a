//! Two handshakes with one memory, in each way that a session can be taken up again: TLS 1.2 by id (RFC 5246
//! §7.3) and by ticket (RFC 5077), TLS 1.3 by pre-shared key (RFC 8446 §2.2) with early data where the
//! ticket allows it. The first asks the application something, since tickets come when they like.

use std::borrow::Cow;

use rustls::ProtocolVersion;

use crate::probe::task::Task;
use crate::probe::{Evidence, Inquiry, Next, Observation, Reply, Terms};
use crate::tlsconf::client::{Memory, Offer};
use crate::wire::codec::Reader;
use crate::wire::record::{ContentType, Records, Unit};

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
    /// TLS 1.3 tickets received.
    pub(crate) tickets: u32,
    /// How long a TLS 1.2 ticket is good, in seconds, by the server's own word (RFC 5077 §5.6); 0 leaves
    /// it open.
    pub(crate) lifetime: Option<u32>,
    /// Whether early data was accepted.
    pub(crate) early_data: bool,
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
        let outcome = match (&first, established(last)) {
            (None, _) => last.ending.inconclusive().map(Err),
            (Some(_), Some(second)) => Some(Ok(second.resumed)),
            (Some(_), None) => Some(Err(last
                .ending
                .inconclusive()
                .unwrap_or_else(|| "the second handshake failed".to_owned()))),
        };
        let lifetime = first.as_ref().and_then(|reply| ticket_lifetime(&reply.received));
        // A server may resume by id even where a ticket was offered; without a ticket it was no ticket.
        let outcome = match (self.means, lifetime, outcome) {
            (Means::Ticket, None, Some(Ok(true))) => Some(Ok(false)),
            (_, _, outcome) => outcome,
        };
        Next::Done(vec![Observation::new(Resumption {
            means: self.means,
            outcome,
            tickets: first
                .as_ref()
                .and_then(established)
                .map_or(0, |first| first.tickets),
            lifetime,
            early_data: established(last).is_some_and(|second| second.early_data),
            first,
        })])
    }
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
