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
    let groups = groups.collect();
    survey(ID, offer, groups, by_prime, |groups, incomplete| {
        Observation::new(Fields { groups, incomplete })
    })
}

/// The removal of `groups` in hellos like `offer`: `picked` reads the group off an answer, and `told` puts into an
/// observation what was found and why it may be incomplete.
pub(super) fn survey(
    id: &'static str,
    offer: Offer,
    groups: Vec<Group>,
    picked: fn(&Answer) -> Option<Group>,
    told: fn(Vec<Group>, Option<String>) -> Observation,
) -> Box<dyn Inquiry> {
    Box::new(Survey {
        id,
        picked,
        told,
        groups: Shrink::new(groups),
        offer,
        sent: None,
        answers: Vec::new(),
        incomplete: None,
    })
}

struct Survey {
    id: &'static str,
    picked: fn(&Answer) -> Option<Group>,
    told: fn(Vec<Group>, Option<String>) -> Observation,
    offer: Offer,
    groups: Shrink<Group>,
    sent: Option<ClientHello>,
    answers: Vec<Answer>,
    incomplete: Option<String>,
}

impl Inquiry for Survey {
    fn id(&self) -> Cow<'static, str> {
        self.id.into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        if let (Some(reply), Some(hello)) = (reply, self.sent.take()) {
            let answer = Answer::new(hello, self.offer.version, &reply);
            self.hear(&answer);
            self.answers.push(answer);
        }
        if !self.groups.is_open() {
            let told = (self.told)(self.groups.found().to_vec(), self.incomplete.take());
            let answers = std::mem::take(&mut self.answers)
                .into_iter()
                .map(Observation::new);
            return Next::Done(answers.chain([told]).collect());
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
        let group = (self.picked)(answer).filter(|_| answer.is_accepted());
        if group.is_none_or(|group| self.groups.take(group) != Pick::New) {
            self.groups.close();
        }
    }
}

/// The group whose prime a server signed.
fn by_prime(answer: &Answer) -> Option<Group> {
    let field = answer.flight.key_exchange.as_ref()?.field.as_ref()?;
    prime::group(&field.prime)
}
