//! POP3 (RFC 2595 §4): greeting, STLS.

use super::script::{Heard, Turn, contains, lines, quote};
use super::{Injection, Protocol};

pub(super) static POP3: Protocol = Protocol {
    id: "pop3",
    summary: "mail retrieval, STLS (RFC 2595)",
    port: 110,
    goodbye: b"QUIT\r\n",
    injection: Some(Injection {
        command: b"CAPA\r\n",
        is_answered: |answer| contains(answer, b"\n.\r\n"),
    }),
    turns: |_, behind| {
        vec![
            Turn::new("", status),
            Turn::new([b"STLS\r\n", behind].concat(), status),
        ]
    },
};

fn status(received: &[u8]) -> Heard {
    match lines(received).next() {
        None => Heard::More,
        Some((line, end)) if line.starts_with(b"+OK") => Heard::Done(end),
        Some((line, _)) if line.starts_with(b"-ERR") => Heard::Refused(quote(line)),
        Some((line, _)) => Heard::strange(line),
    }
}

#[cfg(test)]
mod tests {
    use super::super::script::{Step, play};
    use super::*;

    #[test]
    fn dovecot_agrees_and_others_do_not() {
        let (sent, end) = play(
            &POP3,
            &[
                b"+OK Dovecot (Debian) ready.\r\n",
                b"+OK Begin TLS negotiation now.\r\n",
            ],
        );
        assert_eq!(sent, [b"STLS\r\n"]);
        assert_eq!(end, Step::Upgrade(Vec::new()));
        let (_, end) = play(&POP3, &[b"+OK ready\r\n", b"-ERR Unknown command.\r\n"]);
        assert_eq!(end, Step::Refused("-ERR Unknown command.".to_owned()));
    }
}
