//! A single finished handshake, kept whole under the id of its inquiry.

use std::borrow::Cow;

use rustls::{AlertDescription, NamedGroup};

use super::answer::{Answer, BROKEN_OFF, INTERNAL_ERROR, UNSERVED};
use crate::probe::preflight::DEFAULT;
use crate::probe::{Ending, Evidence, Inquiry, Next, Observation, Reply, Session, Terms};
use crate::tlsconf::client::{self, CLASSIC_GROUPS};
use crate::wire::alert::Description;
use crate::wire::flight::Flight;
use crate::wire::group::Group;
use crate::wire::suite::Suite;
use crate::wire::version::Version;

/// What one handshake led to.
pub(crate) struct Handshake {
    /// The id of the inquiry.
    pub(crate) id: Cow<'static, str>,
    /// Whether the hello had to be made small for the server to take it.
    pub(crate) is_small: bool,
    /// How it went.
    pub(crate) reply: Reply,
}

impl Handshake {
    /// The session, which is empty where there was no connection.
    pub(crate) fn session(&self) -> Option<&Session> {
        self.reply.session.as_deref()
    }

    /// Why nothing can be concluded from it, where nothing can: neither agreement nor refusal was heard.
    pub(crate) fn inconclusive(&self) -> Option<String> {
        let session = self.session()?;
        if session.alert == Some(AlertDescription::InternalError) {
            return Some(INTERNAL_ERROR.to_owned());
        }
        if session.established.is_some() || session.alert.is_some() {
            return None;
        }
        let broken_off = || self.is_broken_off().then(|| BROKEN_OFF.to_owned());
        match (&session.failure, self.reply.ending.inconclusive()) {
            (Some(failure), _) => Some(failure.clone()),
            (None, reason) => reason.or_else(broken_off),
        }
    }

    /// Whether the server began to answer and said no more: who does that has not refused.
    fn is_broken_off(&self) -> bool {
        !self.reply.received.is_empty() && Flight::read(&self.reply.received).refusal().is_none()
    }

    /// Whether the server knows no certificate for the name that it was asked for.
    pub(crate) fn is_unserved(&self) -> bool {
        let alert = self.session().and_then(|session| session.alert);
        alert == Some(AlertDescription::UnrecognisedName)
    }
}

impl Handshake {
    /// Whether the server would have none of it: an alert, the end of the connection in place of an answer, or a
    /// choice that this client's library does not have.
    pub(crate) fn is_turned_away(&self) -> bool {
        let Some(session) = self.session().filter(|session| session.established.is_none()) else {
            return false;
        };
        match session.alert {
            Some(alert) => alert != AlertDescription::InternalError,
            None => session.is_incompatible || self.is_unheard(),
        }
    }

    /// Whether the connection came to its end before the server said anything.
    pub(crate) fn is_unheard(&self) -> bool {
        self.reply.received.is_empty() && matches!(self.reply.ending, Ending::Closed | Ending::Reset)
    }
}

impl Session {
    /// Whether it failed for want of a client certificate: one was asked for, and the end followed.
    pub(crate) fn lacks_certificate(&self, ending: &Ending) -> bool {
        let is_ended = self.alert.is_some() || *ending == Ending::Closed;
        self.client_ca.is_some() && self.failure.is_none() && is_ended
    }
}

/// The inquiry: one handshake and no more.
pub(crate) struct Once {
    id: Cow<'static, str>,
    terms: Terms,
}

impl Once {
    /// A handshake on `terms`, known as `id`.
    pub(crate) fn inquiry(id: impl Into<Cow<'static, str>>, terms: Terms) -> Box<dyn Inquiry> {
        Box::new(Self { id: id.into(), terms })
    }
}

impl Inquiry for Once {
    fn id(&self) -> Cow<'static, str> {
        self.id.clone()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        let Some(reply) = reply else {
            return Next::Handshake(Box::new(self.terms.clone()));
        };
        let handshake = Handshake {
            id: self.id.clone(),
            is_small: false,
            reply,
        };
        Next::Done(vec![Observation::new(handshake)])
    }
}

impl Evidence {
    /// The handshake known as `id`, once it was made.
    pub(crate) fn handshake(&self, id: &str) -> Option<&Handshake> {
        self.all::<Handshake>().find(|handshake| handshake.id == id)
    }

    /// The groups to offer a server that takes only small hellos, without a post-quantum share.
    pub(crate) fn classic_groups(&self) -> Option<Vec<NamedGroup>> {
        let is_small = self.all::<Handshake>().any(|handshake| handshake.is_small);
        is_small.then(|| CLASSIC_GROUPS.to_vec())
    }

    /// Why nothing more is known of a server than how it turned the first handshake away: this client's library has
    /// nothing in common with it, or it has no certificate for the name. None where a handshake is finished, and
    /// where the server talks to nobody.
    pub(crate) fn out_of_reach(&self) -> Option<String> {
        self.turned_away()
            .or_else(|| self.is_unserved().then(|| UNSERVED.to_owned()))
    }

    /// Whether the server knows no certificate for the name, so that nothing else is to be heard of it.
    pub(crate) fn is_unserved(&self) -> bool {
        let is_refused = self.handshake(DEFAULT).is_some_and(Handshake::is_unserved);
        is_refused && self.accepted().next().is_none()
    }

    /// Why this client's library finishes no handshake with a server that does talk to others; none where it
    /// finishes one, and where the server talks to nobody.
    pub(crate) fn turned_away(&self) -> Option<String> {
        let first = self.handshake(DEFAULT)?;
        let session = first.session()?;
        if session.established.is_some() {
            return None;
        }
        if let Some(why) = self.uncertified(session, &first.reply.ending) {
            return Some(why);
        }
        if !first.is_turned_away() {
            return None;
        }
        let version = self.accepted().map(|answer| answer.wanted).max()?;
        let answers = || self.accepted().filter(|answer| answer.wanted == version);
        if version < Version::TLS1_2 {
            return Some(format!(
                "no version in common with this client's library: the server ends at {version}"
            ));
        }
        if let Some(suite) = stranger(answers().filter_map(suite), |suite| suite.0, client::suites()) {
            return Some(format!(
                "no cipher suite in common with this client's library: the server takes {suite} in {version}"
            ));
        }
        if let Some(group) = stranger(answers().filter_map(group), |group| group.0, client::groups()) {
            return Some(format!(
                "no group in common with this client's library: the server takes {group} in {version}"
            ));
        }
        Some(format!(
            "the server turns this client's library away, and answers other hellos in {version}"
        ))
    }
}

impl Evidence {
    /// Why the application said nothing in a reply, where TLS stood in between: no handshake was finished, or it was
    /// and the session ended with an alert.
    pub(crate) fn unheard(&self, reply: &Reply) -> Option<String> {
        let session = reply.session.as_deref()?;
        if let Some(why) = self.uncertified(session, &reply.ending) {
            return Some(why);
        }
        let is_finished = session.established.is_some();
        if let Some(alert) = session.alert {
            let alert = Description(u8::from(alert));
            let told = if is_finished {
                format!("the server ends the session with the alert {alert}")
            } else {
                format!("no handshake is finished: the alert {alert}")
            };
            return Some(self.out_of_reach().unwrap_or(told));
        }
        let cut_off = || "the server closes the connection within the handshake".to_owned();
        let told = || session.failure.clone().or_else(|| self.out_of_reach());
        (!is_finished).then(|| told().unwrap_or_else(cut_off))
    }
}

impl Evidence {
    /// Why a session that ended over the client certificate did: there was none, or not the one that is wanted.
    fn uncertified(&self, session: &Session, ending: &Ending) -> Option<String> {
        let why = if self.task.identity.is_none() {
            NO_CERTIFICATE
        } else if session.alert.is_some() || session.established.is_none() {
            CERTIFICATE_REFUSED
        } else {
            return None;
        };
        session.lacks_certificate(ending).then(|| why.to_owned())
    }
}

/// Why a session ends that another client certificate would have carried on.
pub(crate) const CERTIFICATE_REFUSED: &str =
    "the server refuses the client certificate that was presented (--cert)";

/// Why a handshake ends that a client certificate would have carried on.
pub(crate) const NO_CERTIFICATE: &str = "the server wants a client certificate, and none was given (--cert)";

/// The first of what a server picked, where the library has none of it.
fn stranger<T: Copy>(
    mut picked: impl Iterator<Item = T>,
    number: fn(&T) -> u16,
    known: impl Iterator<Item = u16>,
) -> Option<T> {
    let known: Vec<u16> = known.collect();
    let first = picked.next()?;
    let is_strange = std::iter::once(first)
        .chain(picked)
        .all(|item| !known.contains(&number(&item)));
    is_strange.then_some(first)
}

fn suite(answer: &Answer) -> Option<Suite> {
    answer.flight.server_hello.as_ref().map(|hello| hello.suite)
}

fn group(answer: &Answer) -> Option<Group> {
    let exchange = answer.flight.key_exchange.as_ref();
    let named = exchange.and_then(|exchange| exchange.group);
    named.or_else(|| answer.flight.server_hello.as_ref()?.group())
}
