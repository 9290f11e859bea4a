//! A raw hello and what the server made of it. "Could not find out" is kept apart from "no": a reset, a
//! time-out or an `internal_error` says nothing about what a server supports, nor does the refusal of a name.

use crate::probe::{Attempt, Ending, Evidence, Reply};
use crate::wire::alert::{Alert, Description};
use crate::wire::client_hello::ClientHello;
use crate::wire::flight::{self, Flight};
use crate::wire::record;
use crate::wire::version::Version;

/// One hello with its answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// Which connection of the target.
    pub(crate) connection: u32,
    /// The version that the hello was for.
    pub(crate) wanted: Version,
    /// The hello.
    pub(crate) hello: ClientHello,
    /// What came back in the clear.
    pub(crate) flight: Flight,
    /// What it amounts to.
    pub(crate) outcome: Outcome,
    /// Whether the server said nothing at all for as long as it was waited for.
    pub(crate) is_silence: bool,
}

/// What an answer amounts to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// The server agreed to the version wanted.
    Accepted,
    /// It could not be found out, and why.
    Inconclusive(String),
    /// The server agreed to another version.
    Other(Version),
    /// The server refused, with an alert or by closing the connection.
    Refused(Option<Alert>),
}

impl Answer {
    /// Reads what came back to `hello`, sent to find out about `wanted`.
    pub(crate) fn new(hello: ClientHello, wanted: Version, reply: &Reply) -> Self {
        let flight = Flight::read(&reply.received);
        Self {
            connection: reply.connection,
            wanted,
            hello,
            outcome: judge(&flight, wanted, reply),
            is_silence: reply.received.is_empty() && reply.ending == Ending::TimedOut,
            flight,
        }
    }

    /// Whether the server agreed to the version wanted.
    pub(crate) fn is_accepted(&self) -> bool {
        self.outcome == Outcome::Accepted
    }

    /// Whether the server agreed to a version and a suite and then gave up where it had to sign or to agree on
    /// a key: it has neither group nor scheme in common with the hello.
    pub(crate) fn is_given_up(&self) -> bool {
        self.is_accepted()
            && self.flight.key_exchange.is_none()
            && !self.flight.is_done
            && self.flight.refusal().is_some()
    }

    /// Whether the server refused with this alert.
    pub(crate) fn is_refused_with(&self, description: Description) -> bool {
        matches!(self.outcome, Outcome::Refused(Some(alert)) if alert.description == description)
    }
}

impl Evidence {
    /// Every raw answer of a server that agreed to the version wanted.
    pub(crate) fn accepted(&self) -> impl Iterator<Item = &Answer> {
        self.all::<Answer>().filter(|answer| answer.is_accepted())
    }
}

/// The attempt that sends `hello` in one record, as clients do: the version in a record's header is at
/// most TLS 1.0, since some servers look at it (RFC 8446 appendix D.4).
pub(crate) fn attempt(hello: &ClientHello) -> Attempt {
    let version = hello.legacy_version.min(Version::TLS1_0);
    Attempt::new(
        record::handshake(version, &hello.to_message(), record::FULL),
        flight::is_complete,
    )
}

fn judge(flight: &Flight, wanted: Version, reply: &Reply) -> Outcome {
    if let Some(version) = flight.version() {
        return match version.id() {
            Some(_) if version == wanted => Outcome::Accepted,
            Some(_) => Outcome::Other(version),
            None => Outcome::Inconclusive(format!("the server answers in {}", version.name())),
        };
    }
    if let Some(alert) = flight.refusal() {
        return match alert.description {
            Description::INTERNAL_ERROR => Outcome::Inconclusive(INTERNAL_ERROR.to_owned()),
            // With another name the server may speak all of it.
            Description::UNRECOGNIZED_NAME => Outcome::Inconclusive(UNSERVED.to_owned()),
            _ => Outcome::Refused(Some(alert)),
        };
    }
    if flight.foreign.is_some() {
        return Outcome::Inconclusive("the server answered something that is not TLS".to_owned());
    }
    if let Some(malformed) = &flight.malformed {
        return Outcome::Inconclusive(malformed.to_string());
    }
    match reply.ending.inconclusive() {
        Some(why) => Outcome::Inconclusive(why),
        None if reply.received.is_empty() => Outcome::Refused(None),
        // Whoever began to answer did not refuse.
        None => Outcome::Inconclusive(BROKEN_OFF.to_owned()),
    }
}

/// Why nothing is known of a server that has no certificate for the name it was asked for.
pub(crate) const UNSERVED: &str = "the server knows no certificate for this name (alert unrecognized_name)";

/// Why an alert that blames the server itself says nothing.
pub(super) const INTERNAL_ERROR: &str = "the server reports an internal error";

/// Why an answer without an end says nothing.
pub(super) const BROKEN_OFF: &str = "the answer broke off";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::record::ContentType;
    use crate::wire::suite::Suite;

    fn outcome(received: &[u8], ending: Ending) -> Outcome {
        let hello = ClientHello::new(Version::TLS1_2, [0; 32], vec![Suite(0x002f)]);
        let reply = Reply {
            connection: 1,
            early: Vec::new(),
            received: received.to_vec(),
            ending,
            session: None,
            looked_up: None,
            called: None,
        };
        Answer::new(hello, Version::TLS1_2, &reply).outcome
    }

    fn alert(description: u8) -> Vec<u8> {
        record::write(ContentType::ALERT, Version::TLS1_2, &[2, description])
    }

    #[test]
    fn a_refusal_is_told_from_what_could_not_be_found_out() {
        for description in [40, 47, 70, 71, 86, 109, 120] {
            let said = outcome(&alert(description), Ending::Enough);
            assert!(matches!(said, Outcome::Refused(Some(_))), "{said:?}");
        }
        assert_eq!(outcome(&[], Ending::Closed), Outcome::Refused(None));
        for said in [
            outcome(&alert(80), Ending::Enough),
            outcome(&alert(112), Ending::Enough),
            outcome(&[], Ending::Reset),
            outcome(&[], Ending::TimedOut),
            outcome(b"421 too many connections\r\n", Ending::Closed),
            outcome(&[22, 3, 3], Ending::Closed),
        ] {
            assert!(matches!(said, Outcome::Inconclusive(_)), "{said:?}");
        }
    }
}
