//! What the DNS says about the target: one chain of questions for each kind of record. CAA climbs to the
//! parents until there is something (RFC 8659 §3), HTTPS follows aliases (RFC 9460 §2.4.2), TLSA asks once.

use std::borrow::Cow;

use crate::pki::host::Host;
use crate::probe::dns::{Answer, Kind, Query, Record};
use crate::probe::{Evidence, Inquiry, Next, Observation, Reply};

/// What was found at the end of the chain.
pub(crate) struct Found {
    pub(crate) kind: Kind,
    /// The name that the records belong to, or that was asked last.
    pub(crate) name: String,
    /// The records there, or why they are not known.
    pub(crate) answer: Result<Answer, String>,
}

impl Evidence {
    /// What the DNS has of this kind, once it was asked.
    pub(crate) fn dns(&self, kind: Kind) -> Option<&Found> {
        self.all::<Found>().find(|found| found.kind == kind)
    }
}

/// The inquiry for this kind; none where nobody is to be asked, or the target has no name.
pub(crate) fn inquiry(kind: Kind, seen: &Evidence) -> Option<Box<dyn Inquiry>> {
    seen.task.resolver.as_ref()?;
    let host = match (&seen.task.sni, &seen.task.target.host) {
        (Some(name), _) => name.clone(),
        (None, Host::Dns(name)) => name.clone(),
        (None, Host::Ip(_) | Host::Mailbox(_)) => return None,
    };
    let port = seen.task.port();
    let name = match kind {
        Kind::Caa => host,
        Kind::Https if port == 443 => host,
        // RFC 9460 §9.1: any other port is part of the name.
        Kind::Https => format!("_{port}._https.{host}"),
        Kind::Tlsa => format!("_{port}._tcp.{host}"),
    };
    Some(Box::new(Ask {
        kind,
        name,
        left: MOST,
    }))
}

struct Ask {
    kind: Kind,
    name: String,
    left: usize,
}

impl Ask {
    /// Where to ask on.
    fn next_name(&self, answer: &Answer) -> Option<String> {
        let (_, parent) = self.name.split_once('.').unwrap_or_default();
        match (self.kind, answer.records.first()) {
            _ if self.left == 0 => None,
            (Kind::Caa, None) if !parent.is_empty() => Some(parent.to_owned()),
            (Kind::Https, Some(Record::Https(service))) if service.priority == 0 => {
                Some(service.target.clone()).filter(|target| !target.is_empty())
            }
            _ => None,
        }
    }
}

impl Inquiry for Ask {
    fn id(&self) -> Cow<'static, str> {
        match self.kind {
            Kind::Caa => "dns/caa",
            Kind::Https => "dns/https",
            Kind::Tlsa => "dns/tlsa",
        }
        .into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        if let Some(reply) = reply {
            let answer = reply
                .looked_up
                .unwrap_or_else(|| Err("nobody was asked".to_owned()));
            match answer.as_ref().ok().and_then(|answer| self.next_name(answer)) {
                Some(name) => {
                    self.name = name;
                    self.left -= 1;
                }
                None => {
                    return Next::Done(vec![Observation::new(Found {
                        kind: self.kind,
                        name: std::mem::take(&mut self.name),
                        answer,
                    })]);
                }
            }
        }
        Next::LookUp(Query {
            name: self.name.clone(),
            kind: self.kind,
        })
    }
}

/// The most parents or aliases that are asked: deeper names have their policy further down.
const MOST: usize = 10;
