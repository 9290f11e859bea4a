//! A conversation as turns: what to say, and how to tell that the answer is whole and what it means. What
//! was received accumulates, so that short reads are harmless.

use std::collections::VecDeque;

/// What to do next.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Step {
    /// Read more.
    More,
    /// Send this, and ask again at once.
    Send(Vec<u8>),
    /// TLS begins. What the server had sent behind its consent stands here: it should be nothing.
    Upgrade(Vec<u8>),
    /// The server will not, in its words.
    Refused(String),
    /// This is not the protocol, or not as it should be.
    Unexpected(String),
}

/// One turn of a conversation.
pub(crate) struct Turn {
    /// What to say first; empty where the server begins.
    pub(super) say: Vec<u8>,
    /// How to read the answer, out of all that came since the turn began.
    pub(super) hear: fn(&[u8]) -> Heard,
}

/// What an answer means.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Heard {
    /// It is not whole.
    More,
    /// It is whole after so many bytes, and good.
    Done(usize),
    /// It is a refusal.
    Refused(String),
    /// It is something else.
    Unexpected(String),
}

impl Heard {
    /// It is something else: what the server says, where it is text.
    pub(super) fn strange(answer: &[u8]) -> Self {
        Self::Unexpected(format!("`{}`", quote(answer)))
    }
}

/// A conversation under way.
pub(crate) struct Script {
    turns: VecDeque<Turn>,
    /// How much of what was received belongs to turns that are over.
    at: usize,
    has_spoken: bool,
}

impl Turn {
    pub(super) fn new(say: impl Into<Vec<u8>>, hear: fn(&[u8]) -> Heard) -> Self {
        Self {
            say: say.into(),
            hear,
        }
    }
}

impl Script {
    pub(super) fn new(turns: Vec<Turn>) -> Self {
        Self {
            turns: turns.into(),
            at: 0,
            has_spoken: false,
        }
    }

    /// What to do, given everything `received` since the connection was opened.
    pub(crate) fn next(&mut self, received: &[u8]) -> Step {
        loop {
            let fresh = received.get(self.at..).unwrap_or_default();
            let Some(turn) = self.turns.front_mut() else {
                return Step::Upgrade(fresh.to_vec());
            };
            if !std::mem::replace(&mut self.has_spoken, true) && !turn.say.is_empty() {
                return Step::Send(std::mem::take(&mut turn.say));
            }
            match (turn.hear)(fresh) {
                Heard::More if fresh.len() > LONGEST => {
                    return Step::Unexpected("more than 64 KiB that do not end".to_owned());
                }
                Heard::More => return Step::More,
                Heard::Refused(why) => return Step::Refused(why),
                Heard::Unexpected(what) => return Step::Unexpected(what),
                Heard::Done(length) => {
                    self.at += length;
                    self.has_spoken = false;
                    self.turns.pop_front();
                }
            }
        }
    }
}

/// The most that a turn may be answered with, in bytes.
const LONGEST: usize = 64 << 10;

/// The lines that are whole so far, without their ends, each with the offset behind it.
pub(super) fn lines(received: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &received[at..];
        let end = rest.iter().position(|&b| b == b'\n')?;
        at += end + 1;
        let line = &rest[..end];
        Some((line.strip_suffix(b"\r").unwrap_or(line), at))
    })
}

/// A server's words for an error message: one line, capped.
pub(super) fn quote(bytes: &[u8]) -> String {
    let line = bytes
        .split(|&b| b == b'\r' || b == b'\n')
        .next()
        .unwrap_or_default();
    String::from_utf8_lossy(&line[..line.len().min(120)]).into_owned()
}

/// A reply of three digits as FTP, LMTP, NNTP and SMTP have it, over as many lines as it takes
/// (RFC 5321 §4.2.1, RFC 959 §4.2): its code, and how long it is.
pub(super) fn numbered(received: &[u8]) -> Option<Result<(u16, usize), String>> {
    let mut opening: Option<u16> = None;
    for (line, end) in lines(received) {
        let code = line
            .get(..3)
            .and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
        let is_last = !matches!(line.get(3), Some(b'-'));
        match (opening, code) {
            // Of FTP, lines between the first and the last may say anything.
            (Some(first), code) if code == Some(first) && is_last => return Some(Ok((first, end))),
            (Some(_), _) => {}
            (None, Some(code)) if is_last => return Some(Ok((code, end))),
            (None, Some(code)) => opening = Some(code),
            (None, None) => return Some(Err(quote(line))),
        }
    }
    None
}

/// Reads a numbered reply that must be `wanted`; 4xx and 5xx are refusals.
pub(super) fn expect(received: &[u8], wanted: u16) -> Heard {
    match numbered(received) {
        None => Heard::More,
        Some(Ok((code, length))) if code == wanted => Heard::Done(length),
        Some(Ok((400..=599, _))) => Heard::Refused(quote(received)),
        Some(Ok(_)) => Heard::strange(received),
        Some(Err(line)) => Heard::Unexpected(format!("`{line}`")),
    }
}

/// Whether the first reply is one with another code: the answer to something that was not asked.
pub(super) fn numbered_other_than(answer: &[u8], code: u16) -> bool {
    matches!(numbered(answer), Some(Ok((first, _))) if first != code)
}

/// Whether `what` stands somewhere in `text`.
pub(super) fn contains(text: &[u8], what: &[u8]) -> bool {
    text.windows(what.len()).any(|part| part == what)
}

/// Plays a conversation one byte at a time, as the worst network would, and gives what was sent and how it
/// ended.
#[cfg(test)]
pub(super) fn play(protocol: &super::Protocol, answers: &[&[u8]]) -> (Vec<Vec<u8>>, Step) {
    let mut script = protocol.script("mail.example", b"");
    let mut received = Vec::new();
    let mut sent = Vec::new();
    let mut rest = answers.concat().into_iter();
    loop {
        match script.next(&received) {
            Step::Send(bytes) => sent.push(bytes),
            Step::More => match rest.next() {
                Some(byte) => received.push(byte),
                None => return (sent, Step::More),
            },
            Step::Upgrade(mut behind) => {
                behind.extend(rest);
                return (sent, Step::Upgrade(behind));
            }
            end => return (sent, end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numbered_reply_ends_where_its_code_stands_without_a_dash() {
        assert_eq!(numbered(b"220 ready\r\n"), Some(Ok((220, 11))));
        assert_eq!(numbered(b"250-a\r\n250-b\r\n250 c\r\nmore"), Some(Ok((250, 21))));
        assert_eq!(numbered(b"220-a\r\nanything\r\n220 b\r\n"), Some(Ok((220, 24))));
        assert_eq!(numbered(b"220 rea"), None);
        assert_eq!(numbered(b"what?\r\n"), Some(Err("what?".to_owned())));
    }

    #[test]
    fn an_answer_without_an_end_is_given_up() {
        let mut script = super::super::smtp::SMTP.script("x", b"");
        assert!(matches!(script.next(&[b'a'; LONGEST + 1]), Step::Unexpected(_)));
    }

    #[test]
    fn the_protocols_have_names_of_their_own() {
        let ids: std::collections::BTreeSet<_> = super::super::ALL.iter().map(|p| p.id).collect();
        assert_eq!(ids.len(), super::super::ALL.len());
    }
}
