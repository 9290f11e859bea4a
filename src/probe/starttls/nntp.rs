//! NNTP (RFC 4642): greeting, STARTTLS.

use super::script::{Heard, Turn, expect, numbered, numbered_other_than, quote};
use super::{Injection, Protocol};

pub(super) static NNTP: Protocol = Protocol {
    id: "nntp",
    summary: "network news (RFC 4642)",
    port: 119,
    goodbye: b"QUIT\r\n",
    injection: Some(Injection {
        command: b"DATE\r\n",
        is_answered: |answer| numbered_other_than(answer, 205),
    }),
    turns: |_, behind| {
        vec![
            Turn::new("", greeting),
            Turn::new([b"STARTTLS\r\n", behind].concat(), |received| {
                expect(received, 382)
            }),
        ]
    },
};

/// 200 where posting is allowed, 201 where it is not (RFC 3977 §5.1.1).
fn greeting(received: &[u8]) -> Heard {
    match numbered(received) {
        None => Heard::More,
        Some(Ok((200 | 201, length))) => Heard::Done(length),
        Some(Ok((400..=599, _))) => Heard::Refused(quote(received)),
        _ => Heard::strange(received),
    }
}

#[cfg(test)]
mod tests {
    use super::super::script::{Step, play};
    use super::*;

    #[test]
    fn inn_agrees_and_others_do_not() {
        let (sent, end) = play(
            &NNTP,
            &[
                b"200 news.example InterNetNews NNRP server ready\r\n",
                b"382 Begin TLS negotiation now\r\n",
            ],
        );
        assert_eq!(sent, [b"STARTTLS\r\n"]);
        assert_eq!(end, Step::Upgrade(Vec::new()));
        let (_, end) = play(
            &NNTP,
            &[b"201 ready\r\n", b"580 Can not initiate TLS negotiation\r\n"],
        );
        assert!(matches!(end, Step::Refused(_)), "{end:?}");
    }
}
