//! SSL 2.0: one hello, whose answer lists every cipher kind that the server has
//! (draft-hickman-netscape-ssl-00 §1.2).

use std::borrow::Cow;

use super::hello::random;
use crate::probe::{Attempt, Evidence, Inquiry, Next, Observation, Reply};
use crate::wire::flight::{self, Flight};
use crate::wire::sslv2::{Answer, ClientHello, ServerHello};

/// The inquiry's id.
pub(crate) const ID: &str = "versions/ssl2";

/// What a server said to SSL 2.0; the error is why that is not known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Ssl2(pub(crate) Result<Option<ServerHello>, String>);

/// Whether the server is known to speak it.
pub(crate) fn is_spoken(seen: &Evidence) -> bool {
    matches!(seen.first(), Some(Ssl2(Ok(Some(_)))))
}

/// The inquiry.
pub(crate) fn inquiry() -> Box<dyn Inquiry> {
    Box::new(Survey)
}

struct Survey;

impl Inquiry for Survey {
    fn id(&self) -> Cow<'static, str> {
        ID.into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        let Some(reply) = reply else {
            let challenge = random();
            let hello = ClientHello::new(challenge[..16].try_into().unwrap_or_default());
            return Next::Hello(Attempt::new(hello.to_record(), flight::is_complete));
        };
        Next::Done(vec![Observation::new(Ssl2(judge(&reply)))])
    }
}

/// Nearly every server resets or closes here without a word, so that both are taken for a refusal: a
/// server that speaks SSL 2.0 answers.
fn judge(reply: &Reply) -> Result<Option<ServerHello>, String> {
    use crate::probe::Ending;
    let flight = Flight::read(&reply.received);
    match flight.ssl2 {
        Some(Answer::Hello(hello)) => Ok(Some(hello)),
        Some(Answer::Error(_)) => Ok(None),
        None if !reply.received.is_empty() => Ok(None),
        None => match &reply.ending {
            Ending::Reset | Ending::TimedOut => Ok(None),
            ending => ending.inconclusive().map_or(Ok(None), Err),
        },
    }
}
