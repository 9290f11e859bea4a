//! IRC (the `tls` capability of IRCv3): STARTTLS before registration, answered with 670.

use super::script::{Heard, Turn, contains, lines, quote};
use super::{Injection, Protocol};

pub(super) static IRC: Protocol = Protocol {
    id: "irc",
    summary: "chat, STARTTLS of IRCv3",
    port: 6667,
    goodbye: b"QUIT\r\n",
    injection: Some(Injection {
        command: b"PING :probe\r\n",
        is_answered: |answer| contains(answer, b"PONG"),
    }),
    turns: |_, behind| vec![Turn::new([b"STARTTLS\r\n", behind].concat(), consent)],
};

/// Notices come before the answer; 670 is consent, 691 a refusal, 421 and 451 that it is not known.
fn consent(received: &[u8]) -> Heard {
    for (line, end) in lines(received) {
        let words: Vec<&[u8]> = line.split(|&b| b == b' ').collect();
        let command = match words.as_slice() {
            [prefix, command, ..] if prefix.starts_with(b":") => command,
            [command, ..] => command,
            [] => continue,
        };
        match *command {
            b"670" => return Heard::Done(end),
            b"691" | b"421" | b"451" | b"ERROR" => return Heard::Refused(quote(line)),
            b"NOTICE" | b"PING" => {}
            _ => return Heard::strange(line),
        }
    }
    Heard::More
}

#[cfg(test)]
mod tests {
    use super::super::script::{Step, play};
    use super::*;

    #[test]
    fn inspircd_agrees_after_its_notices() {
        let (sent, end) = play(
            &IRC,
            &[
                b":irc.example NOTICE * :*** Looking up your hostname...\r\n",
                b":irc.example 670 * :STARTTLS successful, go ahead with TLS handshake\r\n",
            ],
        );
        assert_eq!(sent, [b"STARTTLS\r\n"]);
        assert_eq!(end, Step::Upgrade(Vec::new()));
    }

    #[test]
    fn a_server_that_does_not_know_it_refuses() {
        let (_, end) = play(
            &IRC,
            &[b":irc.example 451 * STARTTLS :You have not registered.\r\n"],
        );
        assert!(matches!(end, Step::Refused(_)), "{end:?}");
    }
}
