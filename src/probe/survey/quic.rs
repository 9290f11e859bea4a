//! What a server speaks over QUIC: its list of versions, and the application protocols by removal; the first
//! session shows the certificates, and a page where HTTP/3 is agreed on.

use std::borrow::Cow;

use rustls::ProtocolVersion;

use super::shrink::{Pick, Shrink};
use crate::probe::quic::{Answer, Call, Question};
use crate::probe::{Evidence, Inquiry, Next, Observation, Reply};
use crate::tlsconf::client::Offer;
use crate::wire::alert::Description;

/// What was answered to the question for versions, at `port` or the target's own.
pub(crate) struct Versions {
    pub(crate) port: Option<u16>,
    pub(crate) answer: Answer,
}

/// What came of the sessions.
pub(crate) struct Sessions {
    /// The first, with everything offered.
    pub(crate) first: Answer,
    /// The application protocols, in the order the server picked them.
    pub(crate) alpn: Vec<&'static str>,
    /// Why the list may be incomplete, where it may.
    pub(crate) incomplete: Option<String>,
}

/// Asks which versions there are, at `port` or the target's own.
pub(crate) fn versions(port: Option<u16>) -> Box<dyn Inquiry> {
    Box::new(Ask { port })
}

/// Asks for sessions.
pub(crate) fn sessions(seen: &Evidence) -> Box<dyn Inquiry> {
    let task = &seen.task;
    Box::new(Survey {
        sni: task.sni.clone(),
        page: Some(format!("https://{}{}", task.authority(), task.target.path)),
        offer: Offer {
            version: Some(ProtocolVersion::TLSv1_3),
            identity: task.identity.clone(),
            ..Offer::default()
        },
        alpn: Shrink::new(PROTOCOLS.to_vec()),
        first: None,
        incomplete: None,
    })
}

struct Ask {
    port: Option<u16>,
}

impl Inquiry for Ask {
    fn id(&self) -> Cow<'static, str> {
        match self.port {
            Some(port) => format!("quic/versions/{port}").into(),
            None => "quic/versions".into(),
        }
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        let Some(reply) = reply else {
            return Next::Call(Box::new(Call {
                port: self.port,
                question: Question::Versions,
            }));
        };
        Next::Done(vec![Observation::new(Versions {
            port: self.port,
            answer: answer(reply),
        })])
    }
}

struct Survey {
    sni: Option<String>,
    page: Option<String>,
    offer: Offer,
    alpn: Shrink<&'static str>,
    first: Option<Answer>,
    incomplete: Option<String>,
}

impl Inquiry for Survey {
    fn id(&self) -> Cow<'static, str> {
        "quic/sessions".into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        if let Some(reply) = reply {
            self.hear(answer(reply));
        }
        if let Some(first) = self.first.take_if(|_| !self.alpn.is_open()) {
            return Next::Done(vec![Observation::new(Sessions {
                first,
                alpn: self.alpn.found().to_vec(),
                incomplete: self.incomplete.take(),
            })]);
        }
        Next::Call(Box::new(Call {
            port: None,
            question: Question::Session {
                sni: self.sni.clone(),
                offer: Box::new(Offer {
                    alpn: self
                        .alpn
                        .rest()
                        .iter()
                        .map(|name| name.as_bytes().to_vec())
                        .collect(),
                    ..self.offer.clone()
                }),
                page: self.page.take(),
            },
        }))
    }
}

impl Survey {
    fn hear(&mut self, answer: Answer) {
        match &answer {
            Answer::Session(session) => {
                let picked = session.alpn.as_deref();
                let known = PROTOCOLS.iter().find(|name| Some(name.as_bytes()) == picked);
                if known.is_none_or(|name| self.alpn.take(name) != Pick::New) {
                    self.alpn.close();
                }
            }
            Answer::Refused { alert, why } => {
                if *alert != Some(Description::NO_APPLICATION_PROTOCOL) {
                    self.incomplete = Some(why.clone());
                }
                self.alpn.close();
            }
            Answer::Silent(why) => {
                self.incomplete = Some(why.clone());
                self.alpn.close();
            }
            Answer::Closed | Answer::Versions(_) => self.alpn.close(),
        }
        self.first.get_or_insert(answer);
    }
}

fn answer(reply: Reply) -> Answer {
    let silent = || Answer::Silent(reply.ending.inconclusive().unwrap_or_default());
    reply.called.unwrap_or_else(silent)
}

/// What is looked for over QUIC: HTTP/3 and its last draft, its forerunner without frames, DNS (RFC 9250), SMB,
/// and what is used for measuring.
const PROTOCOLS: &[&str] = &["h3", "h3-29", "hq-interop", "hq-29", "doq", "smb", "perf"];
