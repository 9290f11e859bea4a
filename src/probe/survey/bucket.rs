//! Long lists of suites in disjoint buckets, asked for side by side: the first few picks show that a server has
//! many suites and follows the client's order, so that there is no order to be lost. What the survey of groups
//! saw accepted meanwhile is not asked for again. A server with an order of its own is asked one by one, since
//! nothing else shows that order.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::answer::{Answer, attempt};
use super::hello::Offer;
use super::shrink::{Pick, Shrink};
use super::suites::{self, SuiteList};
use super::{groups, known};
use crate::probe::{Evidence, Inquiry, Next, Observation, Reply};
use crate::wire::client_hello::ClientHello;
use crate::wire::suite::{KeyExchange, Suite};
use crate::wire::version::Version;

/// Picks after which a list that is still open is cut into buckets.
pub(super) const LONG: usize = 8;

/// Into how many. Each costs a refusal, and halving what waits in line is worth few of them.
const BUCKETS: usize = 4;

/// What one bucket held, or the beginning of the list before it was cut.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The version.
    pub(crate) version: Version,
    /// The id of the inquiry.
    pub(crate) id: String,
    /// The suites accepted.
    pub(crate) found: Vec<Suite>,
    /// What is still to be asked for, in buckets of their own.
    pub(crate) rest: Vec<Suite>,
    /// Why something may be missing, where it may.
    pub(crate) incomplete: Option<String>,
}

/// The buckets that are still to be asked for, and once all are answered the list put together.
pub(super) fn plan(seen: &Evidence) -> Vec<Box<dyn Inquiry>> {
    let mut plan: Vec<Box<dyn Inquiry>> = Vec::new();
    let mut versions: Vec<Version> = seen.all::<Part>().map(|part| part.version).collect();
    versions.dedup();
    for version in versions {
        let parts = || seen.all::<Part>().filter(|part| part.version == version);
        let known = accepted(seen, version);
        let mut is_answered = true;
        let by_others = shown_by_others(version);
        for part in parts().filter(|part| !part.rest.is_empty()) {
            let (shown, hidden): (Vec<Suite>, Vec<Suite>) =
                part.rest.iter().partition(|suite| by_others(suite));
            let mut ask = |name: String, suites: Vec<Suite>| {
                let id = format!("{}/{name}", part.id);
                is_answered &= seen.is_answered(&id);
                plan.push(suites::bucket(id, version, suites, seen.task.sni.clone()));
            };
            for number in 0..BUCKETS {
                let every = hidden.iter().skip(number).step_by(BUCKETS);
                ask(number.to_string(), every.copied().collect());
            }
            if shown.is_empty() {
                continue;
            }
            if seen.is_answered(&groups::id(version)) {
                ask(
                    "rest".to_owned(),
                    shown.into_iter().filter(|suite| !known.contains(suite)).collect(),
                );
            } else {
                is_answered = false;
            }
        }
        if !is_answered {
            plan.extend(known::parameters(seen));
        }
        if is_answered {
            let found = parts()
                .flat_map(|part| part.found.iter().copied())
                .chain(known)
                .collect();
            let incomplete = parts().find_map(|part| part.incomplete.clone());
            plan.push(whole(seen, version, &found, incomplete));
        }
    }
    plan
}

/// The suites that the survey of groups walks through, where there is one: only what it left open is asked for.
fn shown_by_others(version: Version) -> impl Fn(&Suite) -> bool {
    move |suite| {
        let exchange = suite.key_exchange();
        version == Version::TLS1_2 && matches!(exchange, KeyExchange::Ecdhe | KeyExchange::EcdhePsk)
    }
}

/// Every suite that any answer accepted in `version`.
fn accepted(seen: &Evidence, version: Version) -> BTreeSet<Suite> {
    let answers = seen.accepted().filter(|answer| answer.wanted == version);
    answers.filter_map(picked).collect()
}

fn picked(answer: &Answer) -> Option<Suite> {
    let suite = answer.flight.server_hello.as_ref()?.suite;
    answer.hello.suites.contains(&suite).then_some(suite)
}

fn whole(
    seen: &Evidence,
    version: Version,
    found: &BTreeSet<Suite>,
    incomplete: Option<String>,
) -> Box<dyn Inquiry> {
    let offer = Offer::whole(version, seen.task.sni.clone());
    let list = SuiteList {
        version,
        picked: offer
            .suites
            .iter()
            .copied()
            .filter(|suite| found.contains(suite))
            .collect(),
        offered: offer.suites.clone(),
        is_in_pieces: false,
        incomplete,
    };
    Box::new(Whole {
        is_client_followed: contradicts_every_order(seen, version),
        list,
        offer,
        removal: None,
        sent: None,
        answers: Vec::new(),
    })
}

/// Whether two answers show that the server has no order of its own: of two suites that were both offered both
/// times, it picked the one and then the other.
fn contradicts_every_order(seen: &Evidence, version: Version) -> bool {
    let answers = seen.accepted().filter(|answer| answer.wanted == version);
    let picks: Vec<(Suite, &[Suite])> = answers
        .filter_map(|answer| Some((picked(answer)?, answer.hello.suites.as_slice())))
        .collect();
    let differ = |(one, offered): &(Suite, &[Suite]), (other, also_offered): &(Suite, &[Suite])| {
        one != other && offered.contains(other) && also_offered.contains(one)
    };
    picks
        .iter()
        .any(|one| picks.iter().any(|other| differ(one, other)))
}

/// Puts the list together. Whether the server really follows the client is asked unless an answer has shown it;
/// if it does not, what was found is asked for again, one by one.
struct Whole {
    list: SuiteList,
    is_client_followed: bool,
    offer: Offer,
    removal: Option<Shrink<Suite>>,
    sent: Option<ClientHello>,
    answers: Vec<Answer>,
}

impl Inquiry for Whole {
    fn id(&self) -> Cow<'static, str> {
        format!("{}/whole", suites::id(self.list.version)).into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        if let (Some(reply), Some(hello)) = (reply, self.sent.take()) {
            let answer = Answer::new(hello, self.list.version, &reply);
            self.hear(&answer);
            self.answers.push(answer);
        }
        self.offer.suites = match &self.removal {
            Some(removal) if removal.is_open() => removal.rest().to_vec(),
            None if !self.is_client_followed && self.sent.is_none() && self.answers.is_empty() => {
                self.list.picked.iter().rev().copied().collect()
            }
            _ => return Next::Done(self.learned()),
        };
        let hello = self.offer.hello();
        let next = Next::Hello(attempt(&hello));
        self.sent = Some(hello);
        next
    }
}

impl Whole {
    fn hear(&mut self, answer: &Answer) {
        let suite = picked(answer).filter(|_| answer.is_accepted());
        if let Some(removal) = &mut self.removal {
            if suite.is_none_or(|suite| removal.take(suite) != Pick::New) {
                removal.close();
            }
        } else if suite.is_some() && suite != self.list.picked.last().copied() {
            self.removal = Some(Shrink::new(self.list.picked.clone()));
        }
    }

    fn learned(&mut self) -> Vec<Observation> {
        if let Some(removal) = &self.removal {
            let rest = removal.rest().iter();
            self.list.picked = removal.found().iter().chain(rest).copied().collect();
        }
        let answers = std::mem::take(&mut self.answers)
            .into_iter()
            .map(Observation::new);
        answers.chain([Observation::new(self.list.clone())]).collect()
    }
}
