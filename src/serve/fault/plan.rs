//! What is done to a connection and when, as data; and the strike of a plan on one connection, which is
//! shared by its stream and its requests.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use crate::tlsconf::terms::Terms;
use crate::wire::record::ContentType;

/// A step of a connection, in order.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Step {
    /// Nothing has been read.
    Accept,
    /// The ClientHello is there whole, and nothing has been answered.
    ClientHello,
    /// Half of the record with the ServerHello is sent.
    ServerHello,
    /// The first record of the server is sent: for what stands in its place.
    Reply,
    /// The server's first flight is sent whole.
    ServerFlight,
    /// The handshake is over.
    Handshake,
    /// A request came, and its answer is due.
    Request,
    /// Half of an answer's body is sent.
    Body,
}

impl Step {
    /// The steps that can be asked for: name, and what it means.
    pub(crate) const NAMES: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Accept, "accept", "before anything is read"),
        (
            Self::ClientHello,
            "client-hello",
            "when the ClientHello is there whole",
        ),
        (
            Self::ServerHello,
            "server-hello",
            "in the middle of the ServerHello",
        ),
        (
            Self::ServerFlight,
            "server-flight",
            "when the server's first flight is sent",
        ),
        (Self::Handshake, "handshake", "when the handshake is over"),
        (
            Self::Request,
            "request",
            "when a request is there, in place of its answer",
        ),
        (Self::Body, "body", "in the middle of an answer's body"),
    ];

    fn named(text: &str) -> Option<Self> {
        let found = Self::NAMES.iter().find(|(_, name, _)| *name == text);
        found.map(|(step, ..)| *step)
    }

    /// Whether there is such a step without TLS.
    fn is_of_tls(self) -> bool {
        !matches!(self, Self::Accept | Self::Request | Self::Body)
    }
}

/// How a connection ends before its time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum End {
    /// Closed in both directions, in order for TCP (FIN), without a word of TLS.
    Close,
    /// The server's direction is closed; what the client still sends is taken in.
    Half,
    /// Reset (RST).
    Reset,
    /// Open, and nothing more is said.
    Stall,
}

/// Where in the server's stream a record stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    /// How many records came before it.
    pub(crate) nth: usize,
    /// How many encrypted records came before it.
    pub(crate) sealed: usize,
    /// What it carries.
    pub(crate) kind: u8,
    /// Whether it is itself encrypted.
    pub(crate) is_sealed: bool,
}

impl Place {
    /// Whether it is the record with the ServerHello.
    pub(crate) fn is_hello(self) -> bool {
        self.nth == 0 && self.kind == ContentType::HANDSHAKE.0
    }
}

/// What becomes of a record: itself in, what is sent in its place out.
pub(crate) type Edit = Arc<dyn Fn(Place, Vec<u8>) -> Vec<u8> + Send + Sync>;

/// What is done to connections.
#[derive(Clone, Default)]
pub(crate) struct Plan {
    /// What it was made of, in the words of the command line.
    pub(crate) names: Vec<String>,
    /// Of a hundred connections so many suffer; all, where `None`.
    pub(super) share: Option<u8>,
    /// How a connection ends, and at which step.
    pub(super) end: Option<(Step, End)>,
    /// What becomes of records, one edit after the other.
    pub(super) edits: Vec<Edit>,
    /// The time between two bytes.
    pub(super) pace: Option<Duration>,
    /// Whether the last alert of a connection is kept back.
    pub(super) is_mute: bool,
    /// What bodies are slowed down to, in bytes a second.
    pub(super) body_rate: Option<u32>,
    /// Whether bodies end halfway.
    pub(super) is_short: bool,
    /// What is negotiated in another way.
    pub(super) terms: Vec<fn(&mut Terms)>,
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names.join(" "))
    }
}

/// Why a fault cannot be added to a plan.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Objection {
    /// A connection ends in one way only.
    Taken,
    /// Its value is missing, or is none.
    Value,
}

impl Plan {
    /// Ends connections in this way at the step that is named, or at `default`.
    pub(super) fn end_at(&mut self, end: End, step: Option<&str>, default: Step) -> Result<(), Objection> {
        let step = match step {
            Some(text) => Step::named(text).ok_or(Objection::Value)?,
            None => default,
        };
        if self.end.is_some() {
            return Err(Objection::Taken);
        }
        self.end = Some((step, end));
        Ok(())
    }

    /// Sends these bytes in place of the server's first record, and closes.
    pub(super) fn reply(&mut self, bytes: Vec<u8>) -> Result<(), Objection> {
        self.end_at(End::Close, None, Step::Reply)?;
        self.edits.push(Arc::new(move |_, _| bytes.clone()));
        Ok(())
    }

    /// Whether it says whom to strike and not with what.
    pub(super) fn is_idle(&self) -> bool {
        self.share.is_some() && self.names.len() == 1
    }

    /// Whether some of it happens in TLS only.
    pub(crate) fn is_of_tls(&self) -> bool {
        self.end.is_some_and(|(step, _)| step.is_of_tls())
            || !self.edits.is_empty()
            || !self.terms.is_empty()
            || self.is_mute
    }

    /// Changes what is negotiated, where the plan says so.
    pub(crate) fn negotiate(&self, terms: &mut Terms) {
        for change in &self.terms {
            change(terms);
        }
    }

    /// The plan for one connection, unless it is spared.
    pub(crate) fn strike(self: &Arc<Self>) -> Option<Arc<Strike>> {
        if let Some(share) = self.share {
            let mut dice = [0; 2];
            // Without random numbers nobody is spared.
            let thrown = aws_lc_rs::rand::fill(&mut dice).is_ok();
            if thrown && u16::from_be_bytes(dice) % 100 >= share.into() {
                return None;
            }
        }
        Some(Arc::new(Strike {
            plan: Arc::clone(self),
            due: AtomicBool::new(self.end.is_some_and(|(step, _)| step == Step::Accept)),
        }))
    }
}

/// A plan on its way through one connection.
#[derive(Debug)]
pub(crate) struct Strike {
    pub(super) plan: Arc<Plan>,
    /// Whether the step has come at which the connection is to end.
    due: AtomicBool,
}

impl Strike {
    /// A step has come.
    pub(crate) fn reach(&self, step: Step) {
        if self.ends_at(step) {
            self.due.store(true, Relaxed);
        }
    }

    /// Whether the connection ends at this step.
    pub(super) fn ends_at(&self, step: Step) -> bool {
        self.plan.end.is_some_and(|(at, _)| at == step)
    }

    /// How the connection is to end now, if it is.
    pub(super) fn due(&self) -> Option<End> {
        let (_, end) = self.plan.end?;
        self.due.load(Relaxed).then_some(end)
    }
}
