//! Whose order of suites decides, where the picks that found them out could be anyone's: the list found,
//! offered in reverse. And whether the server gives way to a client that puts ChaCha20 first, as those do
//! that have no AES in hardware.

use std::borrow::Cow;

use super::answer::{Answer, attempt};
use super::hello::Offer;
use crate::probe::{Inquiry, Next, Observation, Reply};
use crate::wire::client_hello::ClientHello;
use crate::wire::suite::Suite;
use crate::wire::version::Version;

/// What a server picked of a list offered in a given order.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    /// The version.
    pub(crate) version: Version,
    /// What was asked.
    pub(crate) question: Question,
    /// The list.
    pub(crate) offered: Vec<Suite>,
    /// What was picked; none where it was refused.
    pub(crate) picked: Option<Suite>,
}

/// Which order is tried.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Question {
    /// ChaCha20 first, and the rest in the server's own order.
    ChachaFirst,
    /// The picks in reverse.
    Reversed,
}

/// The id of the inquiry.
pub(crate) fn id(version: Version, question: Question) -> String {
    let word = match question {
        Question::ChachaFirst => "chacha-first",
        Question::Reversed => "reversed",
    };
    format!("order/{}/{word}", version.id().unwrap_or("other"))
}

/// Offers `picked`, the list found for `version`, in another order.
pub(crate) fn inquiry(
    version: Version,
    question: Question,
    picked: &[Suite],
    sni: Option<String>,
) -> Box<dyn Inquiry> {
    let mut offered = picked.to_vec();
    match question {
        Question::ChachaFirst => offered.sort_by_key(|suite| !suite.cipher().contains("CHACHA20")),
        Question::Reversed => offered.reverse(),
    }
    let offer = Offer {
        suites: offered.clone(),
        ..Offer::whole(version, sni)
    };
    Box::new(Survey {
        version,
        question,
        offered,
        hello: offer.hello(),
    })
}

struct Survey {
    version: Version,
    question: Question,
    offered: Vec<Suite>,
    hello: ClientHello,
}

impl Inquiry for Survey {
    fn id(&self) -> Cow<'static, str> {
        id(self.version, self.question).into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        let Some(reply) = reply else {
            return Next::Hello(attempt(&self.hello));
        };
        let answer = Answer::new(self.hello.clone(), self.version, &reply);
        let picked = answer
            .flight
            .server_hello
            .as_ref()
            .filter(|_| answer.is_accepted());
        let order = Order {
            version: self.version,
            question: self.question,
            offered: std::mem::take(&mut self.offered),
            picked: picked.map(|hello| hello.suite),
        };
        Next::Done(vec![Observation::new(order), Observation::new(answer)])
    }
}
