//! A single finished handshake, kept whole under the id of its inquiry.

use std::borrow::Cow;

use rustls::NamedGroup;

use crate::probe::{Evidence, Inquiry, Next, Observation, Reply, Session, Terms};
use crate::tlsconf::client::CLASSIC_GROUPS;

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
        if session.established.is_some() || session.alert.is_some() {
            return None;
        }
        match (&session.failure, self.reply.ending.inconclusive()) {
            (Some(failure), _) => Some(failure.clone()),
            (None, reason) => reason,
        }
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
}
