//! The suites and groups of TLS 1.3, both by removal, without any cryptography: a hello with an empty
//! key_share makes the server answer with a HelloRetryRequest, which names one of each in the clear and
//! costs it neither a key nor a signature (RFC 8446 §4.1.4).

use std::borrow::Cow;

use super::answer::{Answer, Outcome, attempt};
use super::hello::{Offer, random};
use super::shrink::{Pick, Shrink};
use crate::probe::{Inquiry, Next, Observation, Reply};
use crate::wire::alert::Description;
use crate::wire::client_hello::ClientHello;
use crate::wire::group::Group;
use crate::wire::suite::Suite;
use crate::wire::version::Version;

/// The inquiry's id.
pub(crate) const ID: &str = "tls1_3/lists";

/// What was found out about TLS 1.3.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    /// The suites, in the order the server picked them.
    pub(crate) suites: Vec<Suite>,
    /// The groups, in the order the server picked them.
    pub(crate) groups: Vec<Group>,
    /// Whose order of suites decides, where that could be told.
    pub(crate) suite_preference: Option<Preference>,
    /// Whose order of groups decides, where that could be told.
    pub(crate) group_preference: Option<Preference>,
    /// Whether the server asks for a key share instead of refusing a hello without one.
    pub(crate) retries: bool,
    /// What the server needed before it answered.
    pub(crate) share: Share,
    /// Why a list may be incomplete, where one may.
    pub(crate) incomplete: Option<String>,
}

/// Whose order decides.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Preference {
    Client,
    Server,
}

impl Preference {
    /// The word for it in facts.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }
}

/// What a hello carries in its key_share.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Share {
    /// Nothing.
    #[default]
    Empty,
    /// One byte under a number that no group has.
    Grease,
    /// A random key for x25519, of which every number is one. Groups cannot be told apart with it.
    X25519,
}

/// The inquiry.
pub(crate) fn inquiry(sni: Option<String>) -> Box<dyn Inquiry> {
    let offer = Offer::whole(Version::TLS1_3, sni);
    Box::new(Survey {
        suites: Shrink::new(offer.suites.clone()),
        groups: Shrink::new(offer.groups.clone()),
        offer,
        doubt: false,
        turned: Turned::default(),
        sent: None,
        answers: Vec::new(),
        found: Lists::default(),
    })
}

struct Survey {
    offer: Offer,
    suites: Shrink<Suite>,
    groups: Shrink<Group>,
    /// Whether a refusal was blamed on the suites, which are all offered again to find out.
    doubt: bool,
    turned: Turned,
    sent: Option<ClientHello>,
    answers: Vec<Answer>,
    found: Lists,
}

/// Which lists the last hello offered whole and in reverse: who then follows the client shows it.
#[derive(Clone, Copy, Debug, Default)]
struct Turned {
    suites: bool,
    groups: bool,
    is_last: bool,
}

impl Inquiry for Survey {
    fn id(&self) -> Cow<'static, str> {
        ID.into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        if let (Some(reply), Some(hello)) = (reply, self.sent.take()) {
            let answer = Answer::new(hello, Version::TLS1_3, &reply);
            self.hear(&answer);
            self.answers.push(answer);
        }
        let is_open = self.suites.is_open() || self.groups.is_open();
        if !is_open && (self.turned.is_last || !self.is_order_in_doubt()) {
            return Next::Done(self.learned());
        }
        self.turned.is_last = !is_open;
        let hello = self.ask().hello();
        let next = Next::Hello(attempt(&hello));
        self.sent = Some(hello);
        next
    }
}

impl Survey {
    fn ask(&mut self) -> Offer {
        self.turned.suites = !self.suites.is_open() && self.suites.found().len() > 1;
        self.turned.groups = !self.groups.is_open() && self.groups.found().len() > 1;
        let mut suites = if self.doubt {
            self.suites.every()
        } else {
            self.suites.offer()
        };
        let mut groups = self.groups.offer();
        if self.turned.suites {
            suites.reverse();
        }
        if self.turned.groups {
            groups.reverse();
        }
        let mut shares = Vec::new();
        match self.found.share {
            Share::Empty => {}
            Share::Grease => {
                groups.insert(0, GREASE);
                shares.push((GREASE, vec![0]));
            }
            Share::X25519 => {
                groups.retain(|group| *group != Group::X25519);
                groups.insert(0, Group::X25519);
                shares.push((Group::X25519, random().to_vec()));
            }
        }
        Offer {
            suites,
            groups,
            shares,
            ..self.offer.clone()
        }
    }

    fn hear(&mut self, answer: &Answer) {
        match &answer.outcome {
            Outcome::Accepted => self.accept(answer),
            Outcome::Inconclusive(why) => {
                self.found.incomplete = Some(why.clone());
                if !self.try_another_share(answer) {
                    self.stop();
                }
            }
            Outcome::Other(_) => self.stop(),
            Outcome::Refused(_) => self.refuse(answer),
        }
    }

    fn accept(&mut self, answer: &Answer) {
        let Some(hello) = &answer.flight.server_hello else {
            return self.stop();
        };
        if self.suites.found().is_empty() {
            self.found.incomplete = None;
        }
        if std::mem::take(&mut self.doubt) {
            self.suites.close();
        }
        let (suite, group) = (hello.suite, hello.group());
        self.found.retries |= hello.is_retry();
        self.judge_order(suite, group);
        if self.turned.is_last {
            return;
        }
        let new_suite = self.suites.is_open() && self.suites.take(suite) == Pick::New;
        let new_group =
            group.is_some_and(|group| self.groups.is_open() && self.groups.take(group) == Pick::New);
        if self.found.share == Share::X25519 {
            self.groups.close();
            self.found.incomplete =
                Some("the server answers no empty key_share, so its groups stay unknown".to_owned());
        }
        if !(new_suite || new_group) {
            self.found.incomplete = Some("the server chose what was not offered".to_owned());
            self.stop();
        }
    }

    fn refuse(&mut self, answer: &Answer) {
        let nothing_yet = self.suites.found().is_empty();
        if nothing_yet && self.try_another_share(answer) {
            return;
        }
        match (self.doubt, self.suites.is_open(), self.groups.is_open()) {
            _ if nothing_yet => self.stop(),
            (false, true, true) => self.doubt = true,
            (true, _, _) => {
                self.doubt = false;
                self.groups.close();
            }
            (false, true, false) => self.suites.close(),
            (false, false, true) => self.groups.close(),
            (false, false, false) => self.stop(),
        }
    }

    /// Before anything was accepted, another share may be what the server wants.
    fn try_another_share(&mut self, answer: &Answer) -> bool {
        if !self.suites.found().is_empty() || answer.is_refused_with(Description::PROTOCOL_VERSION) {
            return false;
        }
        self.found.share = match self.found.share {
            Share::Empty => Share::Grease,
            Share::Grease => Share::X25519,
            Share::X25519 => return false,
        };
        true
    }

    fn judge_order(&mut self, suite: Suite, group: Option<Group>) {
        if self.turned.suites {
            self.found.suite_preference = preference(self.suites.found(), suite);
        }
        if let Some(group) = group.filter(|_| self.turned.groups) {
            self.found.group_preference = preference(self.groups.found(), group);
        }
    }

    /// Whether picks that followed our own order may still be the server's.
    fn is_order_in_doubt(&mut self) -> bool {
        if self.found.suite_preference.is_none() && !is_ours(&self.offer.suites, self.suites.found()) {
            self.found.suite_preference = Some(Preference::Server);
        }
        if self.found.group_preference.is_none() && !is_ours(&self.offer.groups, self.groups.found()) {
            self.found.group_preference = Some(Preference::Server);
        }
        let in_doubt = |known: Option<Preference>, found: usize| known.is_none() && found > 1;
        in_doubt(self.found.suite_preference, self.suites.found().len())
            || in_doubt(self.found.group_preference, self.groups.found().len())
    }

    fn stop(&mut self) {
        self.suites.close();
        self.groups.close();
        self.turned.is_last = true;
    }

    fn learned(&mut self) -> Vec<Observation> {
        let mut found = std::mem::take(&mut self.found);
        found.suites = self.suites.found().to_vec();
        found.groups = self.groups.found().to_vec();
        let answers = std::mem::take(&mut self.answers)
            .into_iter()
            .map(Observation::new);
        answers.chain([Observation::new(found)]).collect()
    }
}

/// Whether `picked` follows the order of `offered`.
pub(super) fn is_ours<T: PartialEq>(offered: &[T], picked: &[T]) -> bool {
    let places: Vec<_> = picked
        .iter()
        .map(|item| offered.iter().position(|other| other == item))
        .collect();
    places.is_sorted()
}

/// Whose order decides, when the list found was offered in reverse.
pub(super) fn preference<T: PartialEq>(found: &[T], picked: T) -> Option<Preference> {
    match (found.first(), found.last()) {
        (Some(first), Some(last)) if first != last => {
            if *last == picked {
                Some(Preference::Client)
            } else if *first == picked {
                Some(Preference::Server)
            } else {
                None
            }
        }
        _ => None,
    }
}

const GREASE: Group = Group(0x7a7a);
