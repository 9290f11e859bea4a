//! Diffie-Hellman in finite fields up to TLS 1.2: which of RFC 7919's groups a server knows by name, and
//! what it uses when a client names none. Asked only of servers that accept DHE at all.

use std::borrow::Cow;

use super::answer::{Answer, Outcome, attempt};
use super::hello::{Offer, suites_with};
use super::shrink::{Pick, Shrink};
use crate::probe::{Inquiry, Next, Observation, Reply};
use crate::wire::client_hello::ClientHello;
use crate::wire::group::Group;
use crate::wire::prime;
use crate::wire::suite::KeyExchange;
use crate::wire::version::Version;

/// What was found out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    /// The groups that the server used when they were offered, in its order.
    pub(crate) groups: Vec<Group>,
    /// Why the list may be incomplete, where it may.
    pub(crate) incomplete: Option<String>,
}

/// The inquiry's id.
pub(crate) const ID: &str = "groups/ffdhe";

/// The inquiry, in `version`.
pub(crate) fn inquiry(version: Version, sni: Option<String>) -> Box<dyn Inquiry> {
    let mut offer = Offer::whole(version, sni);
    offer.suites = suites_with(&[KeyExchange::Dhe]);
    let groups = offer.groups.iter().copied().filter(|group| group.is_ffdhe());
    Box::new(Survey {
        groups: Shrink::new(groups.collect()),
        offer,
        sent: None,
        answers: Vec::new(),
        incomplete: None,
    })
}

struct Survey {
    offer: Offer,
    groups: Shrink<Group>,
    sent: Option<ClientHello>,
    answers: Vec<Answer>,
    incomplete: Option<String>,
}

impl Inquiry for Survey {
    fn id(&self) -> Cow<'static, str> {
        ID.into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        if let (Some(reply), Some(hello)) = (reply, self.sent.take()) {
            let answer = Answer::new(hello, self.offer.version, &reply);
            self.hear(&answer);
            self.answers.push(answer);
        }
        if !self.groups.is_open() {
            let fields = Fields {
                groups: self.groups.found().to_vec(),
                incomplete: self.incomplete.take(),
            };
            let answers = std::mem::take(&mut self.answers)
                .into_iter()
                .map(Observation::new);
            return Next::Done(answers.chain([Observation::new(fields)]).collect());
        }
        self.offer.groups = self.groups.offer();
        let hello = self.offer.hello();
        let next = Next::Hello(attempt(&hello));
        self.sent = Some(hello);
        next
    }
}

impl Survey {
    /// A server that does not know RFC 7919 goes on with a prime of its own, which ends the list as
    /// surely as a refusal.
    fn hear(&mut self, answer: &Answer) {
        if let Outcome::Inconclusive(why) = &answer.outcome {
            self.incomplete = Some(why.clone());
        }
        let exchange = answer
            .flight
            .key_exchange
            .as_ref()
            .filter(|_| answer.is_accepted());
        let group = exchange
            .and_then(|exchange| exchange.field.as_ref())
            .and_then(|field| prime::group(&field.prime));
        if group.is_none_or(|group| self.groups.take(group) != Pick::New) {
            self.groups.close();
        }
    }
}
