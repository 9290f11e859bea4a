//! How far down a server goes: one hello of TLS 1.1 makes it answer with the best of 1.1, 1.0 and SSL 3.0 it
//! has, or refuse all three at once. Each answer is followed by a question for the next lower, so that holes
//! are found too.

use std::borrow::Cow;

use super::answer::{Answer, Outcome, attempt};
use super::hello::Offer;
use crate::probe::{Inquiry, Next, Observation, Reply};
use crate::wire::alert::Description;
use crate::wire::client_hello::ClientHello;
use crate::wire::version::Version;

/// The inquiry's id.
pub(crate) const ID: &str = "versions/floor";

/// What a server said to one of the old versions.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Old {
    /// The version.
    pub(crate) version: Version,
    /// Whether it is accepted; the error is why that is not known.
    pub(crate) accepted: Result<bool, String>,
}

/// The inquiry.
pub(crate) fn inquiry(sni: Option<String>) -> Box<dyn Inquiry> {
    Box::new(Survey {
        sni,
        rest: vec![Version::SSL3, Version::TLS1_0, Version::TLS1_1],
        heard: Vec::new(),
        is_second_opinion: false,
        sent: None,
        answers: Vec::new(),
    })
}

struct Survey {
    sni: Option<String>,
    /// Not known yet, the highest last.
    rest: Vec<Version>,
    heard: Vec<Old>,
    /// Whether SSL 3.0 is asked for in its own form since the refusal was unclear.
    is_second_opinion: bool,
    sent: Option<(Version, ClientHello)>,
    answers: Vec<Answer>,
}

impl Inquiry for Survey {
    fn id(&self) -> Cow<'static, str> {
        ID.into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        if let (Some(reply), Some((version, hello))) = (reply, self.sent.take()) {
            let answer = Answer::new(hello, version, &reply);
            self.hear(version, &answer);
            self.answers.push(answer);
        }
        let Some(version) = self.rest.last().copied() else {
            let answers = std::mem::take(&mut self.answers)
                .into_iter()
                .map(Observation::new);
            let heard = std::mem::take(&mut self.heard).into_iter().map(Observation::new);
            return Next::Done(answers.chain(heard).collect());
        };
        let hello = Offer::whole(version, self.sni.clone()).hello();
        let next = Next::Hello(attempt(&hello));
        self.sent = Some((version, hello));
        next
    }
}

impl Survey {
    fn hear(&mut self, asked: Version, answer: &Answer) {
        match &answer.outcome {
            Outcome::Accepted => self.settle(asked, Ok(true)),
            // The server's best at or below what was asked: what lies between is not spoken.
            Outcome::Other(version) if *version < asked && self.rest.contains(version) => {
                while self.rest.last().is_some_and(|rest| rest > version) {
                    self.settle_last(Ok(false));
                }
                self.settle(*version, Ok(true));
            }
            Outcome::Other(_) => self.settle(asked, Ok(false)),
            Outcome::Inconclusive(why) => self.settle_all(&Err(why.clone())),
            Outcome::Refused(_) if answer.is_refused_with(Description::PROTOCOL_VERSION) => {
                self.settle_all(&Ok(false));
            }
            Outcome::Refused(_) if !self.is_second_opinion && asked > Version::SSL3 => {
                self.is_second_opinion = true;
                while self.rest.len() > 1 {
                    self.settle_last(Ok(false));
                }
            }
            Outcome::Refused(_) => self.settle_all(&Ok(false)),
        }
    }

    fn settle(&mut self, version: Version, accepted: Result<bool, String>) {
        self.rest.retain(|rest| *rest != version);
        self.heard.push(Old { version, accepted });
    }

    fn settle_last(&mut self, accepted: Result<bool, String>) {
        if let Some(version) = self.rest.pop() {
            self.heard.push(Old { version, accepted });
        }
    }

    fn settle_all(&mut self, accepted: &Result<bool, String>) {
        while !self.rest.is_empty() {
            self.settle_last(accepted.clone());
        }
    }
}
