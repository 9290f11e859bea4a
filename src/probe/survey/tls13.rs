//! The suites and groups of TLS 1.3, both by removal, without any cryptography: a hello with an empty
//! key_share makes the server answer with a HelloRetryRequest, which names one of each in the clear and
//! costs it neither a key nor a signature (RFC 8446 §4.1.4).

use std::borrow::Cow;

use super::answer::{Answer, Outcome, attempt};
use super::hello::{Offer, random};
use super::shrink::{Pick, Shrink};
use super::tuples::Tuples;
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
    /// The tuples that the server ranks, where it follows the client inside each; else none.
    pub(crate) group_tuples: Vec<Vec<Group>>,
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
    /// The server's between tuples, the client's inside one: the groups of OpenSSL since 3.5.
    Tuples,
}

impl Preference {
    /// The word for it in facts.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
            Self::Tuples => "tuples",
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

/// The inquiry, about all groups or all but the finite fields, which are then asked for beside it.
pub(crate) fn inquiry(sni: Option<String>, has_fields: bool) -> Box<dyn Inquiry> {
    let mut offer = Offer::whole(Version::TLS1_3, sni);
    offer.groups.retain(|group| has_fields || !group.is_ffdhe());
    Box::new(Survey {
        suites: Shrink::new(offer.suites.clone()),
        groups: Shrink::new(offer.groups.clone()),
        offer,
        doubt: false,
        turned: Turned::Not,
        tuples: None,
        is_over: false,
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
    /// What the order of the groups comes to, once they are all found.
    tuples: Option<Tuples<Group>>,
    /// Whether nothing more is to be asked, whatever is open.
    is_over: bool,
    sent: Option<ClientHello>,
    answers: Vec<Answer>,
    found: Lists,
}

/// Whether the suites found were offered again in reverse: who then follows the client shows it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Turned {
    Not,
    Offered,
    Answered,
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
        if self.is_over || !(self.is_open() || self.is_order_in_doubt()) {
            return Next::Done(self.learned());
        }
        let hello = self.ask().hello();
        let next = Next::Hello(attempt(&hello));
        self.sent = Some(hello);
        next
    }
}

impl Survey {
    fn ask(&mut self) -> Offer {
        let is_turned = !self.suites.is_open() && self.suites.found().len() > 1;
        if is_turned && self.turned == Turned::Not {
            self.turned = Turned::Offered;
        }
        let mut suites = if self.doubt {
            self.suites.every()
        } else {
            self.suites.offer()
        };
        if is_turned {
            suites.reverse();
        }
        let again = self.order_of_groups().and_then(|tuples| tuples.ask());
        let mut groups = again.unwrap_or_else(|| self.groups.offer());
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
        if !self.is_open() {
            // The last questions are about the order alone.
            self.is_over = !self.judge_order(suite, group);
            return;
        }
        self.judge_order(suite, group);
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

    /// Reads the order off what was picked; false where it tells nothing that was still open.
    fn judge_order(&mut self, suite: Suite, group: Option<Group>) -> bool {
        let mut is_told = false;
        if self.turned == Turned::Offered {
            self.turned = Turned::Answered;
            self.found.suite_preference = preference(self.suites.found(), suite);
            is_told = true;
        }
        if let (Some(tuples), Some(group)) = (self.order_of_groups(), group) {
            is_told |= tuples.hear(group);
        }
        is_told
    }

    /// What the order of the groups comes to, once they are all found and can be told apart.
    fn order_of_groups(&mut self) -> Option<&mut Tuples<Group>> {
        if self.groups.is_open() || self.found.share == Share::X25519 {
            return None;
        }
        let new = || Tuples::new(self.groups.found(), &self.offer.groups);
        Some(self.tuples.get_or_insert_with(new))
    }

    fn is_open(&self) -> bool {
        self.suites.is_open() || self.groups.is_open()
    }

    /// Whether picks that followed our own order may still be the server's.
    fn is_order_in_doubt(&mut self) -> bool {
        let found = self.suites.found();
        if self.found.suite_preference.is_none() && !is_ours(&self.offer.suites, found) {
            self.found.suite_preference = Some(Preference::Server);
        }
        let of_suites = self.found.suite_preference.is_none() && found.len() > 1;
        of_suites && self.turned != Turned::Answered
            || self
                .order_of_groups()
                .is_some_and(|tuples| tuples.ask().is_some())
    }

    fn stop(&mut self) {
        self.suites.close();
        self.groups.close();
        self.is_over = true;
    }

    fn learned(&mut self) -> Vec<Observation> {
        let mut found = std::mem::take(&mut self.found);
        found.suites = self.suites.found().to_vec();
        found.groups = self.groups.found().to_vec();
        if let Some((by, tuples)) = self.tuples.take().and_then(|tuples| tuples.verdict()) {
            found.group_preference = Some(by);
            found.group_tuples = tuples;
        }
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
