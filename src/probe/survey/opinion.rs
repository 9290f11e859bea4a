//! A second opinion on a server that turned the first handshake down: hellos made by hand that offer all there
//! is, until one is answered. A server that shares nothing with this client's library refuses it and nobody else,
//! and up to TLS 1.2 it shows its certificate without a finished handshake.

use std::borrow::Cow;

use super::answer::{Answer, Outcome, attempt};
use super::hello::Offer;
use crate::probe::{Inquiry, Next, Observation, Reply};
use crate::wire::client_hello::ClientHello;
use crate::wire::version::Version;

/// The inquiry's id.
pub(crate) const ID: &str = "handshake/second-opinion";

/// The inquiry. A server that said nothing at all may speak no TLS, and is asked the less.
pub(crate) fn inquiry(sni: Option<String>, is_silent: bool) -> Box<dyn Inquiry> {
    let rest = if is_silent {
        vec![Version::TLS1_1, Version::TLS1_2]
    } else {
        vec![Version::SSL3, Version::TLS1_1, Version::TLS1_3, Version::TLS1_2]
    };
    Box::new(Survey {
        sni,
        rest,
        sent: None,
        answers: Vec::new(),
    })
}

struct Survey {
    sni: Option<String>,
    /// The versions to ask for, the next one last. TLS 1.1 stands for those below it too.
    rest: Vec<Version>,
    sent: Option<(Version, ClientHello)>,
    answers: Vec<Answer>,
}

impl Inquiry for Survey {
    fn id(&self) -> Cow<'static, str> {
        ID.into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        if let (Some(reply), Some((version, hello))) = (reply, self.sent.take()) {
            self.hear(version, hello, &reply);
        }
        let Some(version) = self.rest.pop() else {
            let answers = std::mem::take(&mut self.answers).into_iter();
            return Next::Done(answers.map(Observation::new).collect());
        };
        let hello = Offer::whole(version, self.sni.clone()).hello();
        let next = Next::Hello(attempt(&hello));
        self.sent = Some((version, hello));
        next
    }
}

impl Survey {
    fn hear(&mut self, version: Version, hello: ClientHello, reply: &Reply) {
        let mut answer = Answer::new(hello, version, reply);
        if let Outcome::Other(lower) = answer.outcome
            && lower < version
        {
            if lower == Version::SSL3 {
                // What it leaves out of its answer says nothing: it is asked in its own form, without extensions.
                self.rest = vec![lower];
            } else {
                // A hello is an offer of every version below it, and this one was taken.
                answer = Answer::new(answer.hello, lower, reply);
            }
        }
        if answer.is_accepted() {
            self.rest.clear();
        }
        self.answers.push(answer);
    }
}
