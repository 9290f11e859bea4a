//! The application protocols of a server without ephemeral keys, by removal: the survey that finds those of the
//! others offers nothing that such a server takes.

use std::borrow::Cow;

use super::answer::{Answer, Outcome, attempt};
use super::groups::PROTOCOLS;
use super::hello::Offer;
use super::shrink::{Pick, Shrink};
use crate::probe::{Inquiry, Next, Observation, Reply};
use crate::wire::alert::Description;
use crate::wire::client_hello::ClientHello;
use crate::wire::suite::Suite;
use crate::wire::version::Version;

/// What was found.
pub(crate) struct Protocols {
    /// The protocols, in the order the server picked them.
    pub(crate) found: Vec<Vec<u8>>,
    /// Whether the server refuses a client with whom it shares none.
    pub(crate) insists: bool,
    /// Why some may be missing, where some may.
    pub(crate) incomplete: Option<String>,
}

/// The inquiry, in `version`, with `suites` that the server is known to accept.
pub(crate) fn inquiry(version: Version, suites: &[Suite], sni: Option<String>) -> Box<dyn Inquiry> {
    Box::new(Survey {
        offer: Offer {
            suites: suites.to_vec(),
            ..Offer::whole(version, sni)
        },
        list: Shrink::new((0..PROTOCOLS.len()).collect()),
        insists: false,
        incomplete: None,
        sent: None,
    })
}

struct Survey {
    offer: Offer,
    /// By their places in [`PROTOCOLS`].
    list: Shrink<usize>,
    insists: bool,
    incomplete: Option<String>,
    sent: Option<ClientHello>,
}

impl Inquiry for Survey {
    fn id(&self) -> Cow<'static, str> {
        "alpn/classic".into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        if let (Some(reply), Some(hello)) = (reply, self.sent.take()) {
            self.hear(&Answer::new(hello, self.offer.version, &reply));
        }
        let names = |places: &[usize]| places.iter().map(|at| PROTOCOLS[*at].into()).collect();
        if !self.list.is_open() {
            return Next::Done(vec![Observation::new(Protocols {
                found: names(self.list.found()),
                insists: self.insists,
                incomplete: self.incomplete.take(),
            })]);
        }
        self.offer.alpn = names(self.list.rest());
        let hello = self.offer.hello();
        let next = Next::Hello(attempt(&hello));
        self.sent = Some(hello);
        next
    }
}

impl Survey {
    fn hear(&mut self, answer: &Answer) {
        let hello = answer
            .flight
            .server_hello
            .as_ref()
            .filter(|_| answer.is_accepted());
        let picked = hello.and_then(|hello| hello.alpn());
        let at = picked.and_then(|name| PROTOCOLS.iter().position(|known| known.as_bytes() == name));
        if at.is_some_and(|at| self.list.take(at) == Pick::New) {
            return;
        }
        self.list.close();
        self.insists = answer.is_refused_with(Description::NO_APPLICATION_PROTOCOL);
        self.incomplete = match &answer.outcome {
            Outcome::Inconclusive(why) => Some(why.clone()),
            Outcome::Accepted | Outcome::Other(_) => None,
            Outcome::Refused(_) if self.insists => None,
            Outcome::Refused(_) => Some("a hello with application protocols is refused".to_owned()),
        };
    }
}
