//! One request over HTTP/1.1 and the head of its answer, over TLS or in the clear. The body is not read, but for
//! that of a 400: in it nginx says that it wants a client certificate, which its handshake does without.

use std::borrow::Cow;

use crate::probe::task::Task;
use crate::probe::{Attempt, Evidence, Inquiry, Next, Observation, Reply, Terms};
use crate::tlsconf::client::Offer;

/// What is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Purpose {
    /// The target's page.
    Main,
    /// A page of another host, over a connection for the target's name.
    OtherHost,
    /// The same page in the clear.
    Plain,
}

/// A request and what came back.
pub(crate) struct Exchange {
    pub(crate) purpose: Purpose,
    pub(crate) reply: Reply,
    /// The head of the answer, where one came.
    pub(crate) head: Option<Head>,
    /// Whether the body says that a client certificate is missing.
    pub(crate) wants_certificate: bool,
}

/// The head of an answer.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Head {
    pub(crate) status: u16,
    /// Names in lower case, in the order they came.
    pub(crate) fields: Vec<(String, String)>,
}

impl Head {
    /// Reads a head out of what came; what follows it is not looked at.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let end = end(bytes).unwrap_or(bytes.len());
        let text = String::from_utf8_lossy(&bytes[..end]);
        let mut lines = text.split('\n').map(|line| line.trim_end_matches('\r'));
        let mut words = lines.next()?.split(' ');
        if !words.next()?.starts_with("HTTP/1.") {
            return None;
        }
        let status = words
            .next()?
            .parse()
            .ok()
            .filter(|code| (100..=999).contains(code))?;
        let fields = lines
            .take_while(|line| !line.is_empty())
            .take(MOST)
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Some(Self { status, fields })
    }

    /// Every value of the field called `name`.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first value of the field called `name`.
    pub(crate) fn first<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.all(name).next()
    }
}

impl Evidence {
    /// The answer to the request for this purpose.
    pub(crate) fn http(&self, purpose: Purpose) -> Option<&Exchange> {
        self.all::<Exchange>()
            .find(|exchange| exchange.purpose == purpose)
    }
}

/// The inquiry for this purpose.
pub(crate) fn inquiry(purpose: Purpose, seen: &Evidence) -> Box<dyn Inquiry> {
    Box::new(Ask {
        purpose,
        next: Some(ask(purpose, seen)),
    })
}

/// A request for the target's page, for this authority.
pub(crate) fn request(task: &Task, method: &str, authority: &str) -> Vec<u8> {
    format!(
        "{method} {} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: tlsctl/{}\r\nAccept: */*\r\nConnection: close\r\n\r\n",
        task.target.path,
        env!("CARGO_PKG_VERSION"),
    )
    .into_bytes()
}

fn ask(purpose: Purpose, seen: &Evidence) -> Next {
    let task = &seen.task;
    if purpose == Purpose::Plain {
        let mut attempt = Attempt::new(request(task, "GET", &task.host_name()), is_whole);
        attempt.bare = true;
        attempt.port = task.http_port;
        return Next::Hello(attempt);
    }
    let offer = Offer {
        alpn: vec![b"http/1.1".to_vec()],
        groups: seen.classic_groups(),
        identity: task.identity.clone(),
        ..Offer::default()
    };
    let authority = match purpose {
        Purpose::OtherHost => NOBODY.to_owned(),
        Purpose::Main | Purpose::Plain => task.authority(),
    };
    let mut terms = Terms::new(task.sni.clone(), offer);
    terms.then = Some((request(task, "GET", &authority), is_whole));
    Next::Handshake(Box::new(terms))
}

struct Ask {
    purpose: Purpose,
    next: Option<Next>,
}

impl Inquiry for Ask {
    fn id(&self) -> Cow<'static, str> {
        match self.purpose {
            Purpose::Main => "http/main",
            Purpose::OtherHost => "http/other-host",
            Purpose::Plain => "http/plain",
        }
        .into()
    }

    fn next(&mut self, reply: Option<Reply>) -> Next {
        match (reply, self.next.take()) {
            (None, Some(next)) => next,
            (Some(reply), _) => {
                let bytes = reply
                    .session
                    .as_ref()
                    .map_or(&reply.received, |session| &session.answer);
                let head = Head::read(bytes);
                let body = &bytes[end(bytes).unwrap_or(bytes.len())..];
                let is_refused = head.as_ref().is_some_and(|head| head.status == REFUSED);
                let wants_certificate = is_refused && body.windows(WANTED.len()).any(|some| some == WANTED);
                Next::Done(vec![Observation::new(Exchange {
                    purpose: self.purpose,
                    head,
                    wants_certificate,
                    reply,
                })])
            }
            (None, None) => Next::Done(Vec::new()),
        }
    }
}

/// Whether what is to be read is there to its end, or what came is no HTTP at all.
fn is_whole(bytes: &[u8]) -> bool {
    let Some(end) = end(bytes) else {
        return bytes.len() >= 5 && !bytes.starts_with(b"HTTP/");
    };
    let refused = Head::read(bytes).filter(|head| head.status == REFUSED);
    let length = refused.and_then(|head| head.first("content-length")?.parse().ok());
    let rest = bytes.len() - end - b"\r\n\r\n".len();
    length.is_none_or(|length: usize| rest >= length.min(PAGE))
}

fn end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|four| four == b"\r\n\r\n")
}

/// Bad Request.
const REFUSED: u16 = 400;

/// What nginx writes into the page that it answers with where `ssl_verify_client` is `on`.
const WANTED: &[u8] = b"No required SSL certificate was sent";

/// The most of a page that is waited for, in bytes.
const PAGE: usize = 4096;

/// The most fields that are kept.
const MOST: usize = 200;

/// A host that is reserved to be nobody's (RFC 6761 §6.4).
const NOBODY: &str = "wrong-name.invalid";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_field_by_field() {
        let head = Head::read(b"HTTP/1.1 301 Moved\r\nLocation: https://x/\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\n\r\nbody: no")
            .expect("a head");
        assert_eq!(head.status, 301);
        assert_eq!(head.first("location"), Some("https://x/"));
        assert_eq!(head.all("set-cookie").collect::<Vec<_>>(), ["a=1", "b=2"]);
        assert_eq!(head.first("body"), None);
    }

    #[test]
    fn what_is_no_http_has_no_head() {
        for bytes in [
            &b""[..],
            b"SSH-2.0-x\r\n",
            b"HTTP/1.1 OK\r\n\r\n",
            b"HTTP/2 200\r\n\r\n",
            b"\xff\xfe",
        ] {
            assert_eq!(Head::read(bytes), None, "{bytes:?}");
        }
        assert!(is_whole(b"220 smtp"));
        assert!(!is_whole(b"HTTP/1.1 200 OK\r\nServer:"));
        assert!(is_whole(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"));
        assert!(!is_whole(b"HTTP/1.1 400 Bad\r\nContent-Length: 3\r\n\r\nab"));
        assert!(is_whole(b"HTTP/1.1 400 Bad\r\nContent-Length: 3\r\n\r\nabc"));
    }
}
