//! A single hello under an id of its own, for scans with one question. The answer is found again by that id.

use std::borrow::Cow;

use super::answer::Answer;
use crate::probe::{Attempt, Evidence, Inquiry, Next, Observation, Reply};
use crate::wire::client_hello::ClientHello;
use crate::wire::version::Version;

/// The answer to the single hello of the inquiry `id`.
pub(crate) struct Single {
    id: Cow<'static, str>,
    answer: Answer,
}

/// Sends `attempt`, which carries `hello`, to find out about `wanted`.
pub(crate) fn inquiry(
    id: impl Into<Cow<'static, str>>,
    hello: ClientHello,
    wanted: Version,
    attempt: Attempt,
) -> Box<dyn Inquiry> {
    Box::new(Once {
        id: id.into(),
        hello,
        wanted,
        attempt,
    })
}

impl Evidence {
    /// The answer to the single hello of the inquiry `id`, once it came.
    pub(crate) fn single(&self, id: &str) -> Option<&Answer> {
        self.all::<Single>()
            .find(|single| single.id == id)
            .map(|single| &single.answer)
    }
}

struct Once {
    id: Cow<'static, str>,
    hello: ClientHello,
    wanted: Version,
    attempt: Attempt,
}

impl Inquiry for Once {
    fn id(&self) -> Cow<'static, str> {
        self.id.clone()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        let Some(reply) = reply else {
            return Next::Hello(self.attempt.clone());
        };
        let answer = Answer::new(self.hello.clone(), self.wanted, &reply);
        Next::Done(vec![Observation::new(Single {
            id: self.id.clone(),
            answer,
        })])
    }
}
