//! The cipher suites of one version up to TLS 1.2, by removal: n suites in n + 1 connections, in the
//! server's order where it has one. A server that takes no long list is asked in pieces.

use std::borrow::Cow;

use super::answer::{Answer, Outcome, attempt};
use super::bucket::{LONG, Part};
use super::hello::Offer;
use super::shrink::{Pick, Shrink};
use super::tls13::is_ours;
use crate::probe::{Inquiry, Next, Observation, Reply};
use crate::wire::alert::Description;
use crate::wire::client_hello::ClientHello;
use crate::wire::suite::Suite;
use crate::wire::version::Version;

/// What was found out about the suites of one version.
#[derive(Clone, Debug)]
pub(crate) struct SuiteList {
    /// The version.
    pub(crate) version: Version,
    /// The suites accepted, in the order the server picked them.
    pub(crate) picked: Vec<Suite>,
    /// The suites in the order they were offered.
    pub(crate) offered: Vec<Suite>,
    /// Whether the list had to be cut into pieces, which loses the order between them.
    pub(crate) is_in_pieces: bool,
    /// Why the list may be incomplete, where it may.
    pub(crate) incomplete: Option<String>,
}

/// The id of the inquiry about `version`.
pub(crate) fn id(version: Version) -> String {
    format!("suites/{}", version.id().unwrap_or("other"))
}

/// The inquiry about `version`.
pub(crate) fn inquiry(version: Version, sni: Option<String>) -> Box<dyn Inquiry> {
    let mut offer = Offer::whole(version, sni);
    // The survey of groups offers them the other way round: who follows the client shows it.
    offer.groups.reverse();
    let suites = offer.suites.clone();
    survey(id(version), Stage::Whole, offer, suites)
}

/// The inquiry about some suites of a list that is too long to be asked for in one go.
pub(super) fn bucket(
    id: String,
    version: Version,
    suites: Vec<Suite>,
    sni: Option<String>,
) -> Box<dyn Inquiry> {
    survey(id, Stage::Bucket, Offer::whole(version, sni), suites)
}

fn survey(id: String, stage: Stage, offer: Offer, suites: Vec<Suite>) -> Box<dyn Inquiry> {
    Box::new(Survey {
        id,
        list: Shrink::new(suites.clone()),
        all: suites,
        offer,
        stage,
        is_cut: false,
        sent: None,
        answers: Vec::new(),
        incomplete: None,
    })
}

struct Survey {
    /// That of the whole list, or of a bucket below it.
    id: String,
    offer: Offer,
    all: Vec<Suite>,
    list: Shrink<Suite>,
    stage: Stage,
    /// Whether the rest is left to buckets.
    is_cut: bool,
    sent: Option<ClientHello>,
    answers: Vec<Answer>,
    incomplete: Option<String>,
}

/// How the list is offered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stage {
    /// All at once, of a list whose beginning was accepted.
    Bucket,
    /// All at once.
    Whole,
    /// A first refusal may be of the length of the list: a short one is tried.
    Short,
    /// In pieces: the suites before this many of the rest have been refused.
    Pieces(usize),
}

/// A list this long is taken by every server known (measured: some stop at 128, a few at 64).
const PIECE: usize = 64;

impl Inquiry for Survey {
    fn id(&self) -> Cow<'static, str> {
        self.id.clone().into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        if let (Some(reply), Some(hello)) = (reply, self.sent.take()) {
            let answer = Answer::new(hello, self.offer.version, &reply);
            self.hear(&answer);
            self.answers.push(answer);
        }
        if !self.list.is_open() {
            return Next::Done(self.learned());
        }
        self.offer.suites = self.ask();
        let hello = self.offer.hello();
        let next = Next::Hello(attempt(&hello));
        self.sent = Some(hello);
        next
    }
}

impl Survey {
    fn ask(&self) -> Vec<Suite> {
        let rest = self.list.rest();
        match self.stage {
            Stage::Bucket | Stage::Whole => rest.to_vec(),
            Stage::Short => COMMON.iter().copied().map(Suite).collect(),
            Stage::Pieces(done) => rest.iter().skip(done).take(PIECE).copied().collect(),
        }
    }

    fn hear(&mut self, answer: &Answer) {
        match &answer.outcome {
            Outcome::Accepted => self.accept(answer),
            Outcome::Inconclusive(why) => {
                self.incomplete = Some(why.clone());
                self.refuse(answer);
            }
            Outcome::Other(_) | Outcome::Refused(_) => self.refuse(answer),
        }
    }

    fn accept(&mut self, answer: &Answer) {
        let picked = answer.flight.server_hello.as_ref().map(|hello| hello.suite);
        if self.stage == Stage::Short {
            self.stage = Stage::Pieces(0);
            self.incomplete = None;
        }
        if picked.is_some_and(|suite| self.list.take(suite) == Pick::New) {
            self.is_cut = self.is_long();
            if self.is_cut {
                self.list.close();
            }
            return;
        }
        self.incomplete = Some("the server chose a suite that was not offered".to_owned());
        self.list.close();
    }

    fn refuse(&mut self, answer: &Answer) {
        let is_clear = answer.is_refused_with(Description::PROTOCOL_VERSION)
            || matches!(answer.outcome, Outcome::Other(_));
        match self.stage {
            Stage::Whole if self.list.found().is_empty() && !is_clear => self.stage = Stage::Short,
            Stage::Pieces(done) if done + PIECE < self.list.rest().len() => {
                self.stage = Stage::Pieces(done + PIECE);
            }
            Stage::Bucket | Stage::Whole | Stage::Short | Stage::Pieces(_) => self.list.close(),
        }
    }

    /// Whether so much was found that the rest goes into buckets: not where the picks show an order of the
    /// server's own, which would be lost.
    fn is_long(&self) -> bool {
        let is_whole = matches!(self.stage, Stage::Bucket | Stage::Whole);
        let found = self.list.found();
        is_whole && self.list.is_open() && found.len() >= LONG && is_ours(&self.all, found)
    }

    fn learned(&mut self) -> Vec<Observation> {
        let found = self.list.found().to_vec();
        let incomplete = self.incomplete.take();
        let learned = if self.is_cut || self.stage == Stage::Bucket {
            Observation::new(Part {
                version: self.offer.version,
                id: self.id.clone(),
                found,
                rest: if self.is_cut {
                    self.list.rest().to_vec()
                } else {
                    Vec::new()
                },
                incomplete,
            })
        } else {
            Observation::new(SuiteList {
                version: self.offer.version,
                picked: found,
                offered: std::mem::take(&mut self.all),
                is_in_pieces: matches!(self.stage, Stage::Pieces(_)),
                incomplete,
            })
        };
        let answers = std::mem::take(&mut self.answers)
            .into_iter()
            .map(Observation::new);
        answers.chain([learned]).collect()
    }
}

/// Suites of which nearly every server has one, of every kind of key.
const COMMON: &[u16] = &[
    0xc02f, 0xc030, 0xcca8, 0xc02b, 0xc02c, 0xcca9, 0xc013, 0xc014, 0xc009, 0xc00a, 0x009e, 0x009f, 0x0033,
    0x0039, 0x009c, 0x009d, 0x002f, 0x0035, 0x000a, 0x0005, 0x0004, 0x0016, 0x0032, 0x0038, 0x0013, 0x0034,
];
