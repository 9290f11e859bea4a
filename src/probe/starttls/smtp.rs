//! SMTP (RFC 3207): greeting, EHLO, STARTTLS.

use super::script::{Heard, Turn, expect, lines, numbered, numbered_other_than};
use super::{Injection, Protocol};

pub(super) static SMTP: Protocol = Protocol {
    id: "smtp",
    summary: "mail submission and relay (RFC 3207)",
    port: 25,
    goodbye: b"QUIT\r\n",
    injection: Some(Injection {
        command: b"NOOP\r\n",
        is_answered: |answer| numbered_other_than(answer, 221),
    }),
    turns: |_, behind| turns("EHLO probe.invalid\r\n", behind),
};

/// The turns of SMTP and of LMTP, which differ in their hello.
pub(super) fn turns(hello: &str, behind: &[u8]) -> Vec<Turn> {
    vec![
        Turn::new("", |received| expect(received, 220)),
        Turn::new(hello, capabilities),
        Turn::new([b"STARTTLS\r\n", behind].concat(), |received| {
            expect(received, 220)
        }),
    ]
}

fn capabilities(received: &[u8]) -> Heard {
    match numbered(received) {
        Some(Ok((250, length))) if offers(&received[..length]) => Heard::Done(length),
        Some(Ok((250, _))) => Heard::Refused("STARTTLS is not among the extensions it offers".to_owned()),
        None => Heard::More,
        _ => Heard::strange(received),
    }
}

fn offers(reply: &[u8]) -> bool {
    lines(reply).any(|(line, _)| {
        line.get(4..)
            .is_some_and(|word| word.trim_ascii().eq_ignore_ascii_case(b"STARTTLS"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::script::{Step, play};
    use super::*;

    #[test]
    fn postfix_agrees() {
        let (sent, end) = play(
            &SMTP,
            &[
                b"220 mail.example ESMTP Postfix (Debian/GNU)\r\n",
                b"250-mail.example\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-STARTTLS\r\n250 CHUNKING\r\n",
                b"220 2.0.0 Ready to start TLS\r\n",
            ],
        );
        assert_eq!(sent, [&b"EHLO probe.invalid\r\n"[..], b"STARTTLS\r\n"]);
        assert_eq!(end, Step::Upgrade(Vec::new()));
    }

    #[test]
    fn a_greeting_over_several_lines_is_read_to_its_end() {
        let (_, end) = play(
            &SMTP,
            &[
                b"220-mail.example ESMTP\r\n220-We do not authorize\r\n220 bulk mail\r\n",
                b"250-mail.example Hello\r\n250 STARTTLS\r\n",
                b"220 TLS go ahead\r\n",
            ],
        );
        assert_eq!(end, Step::Upgrade(Vec::new()));
    }

    #[test]
    fn refusals_are_told_in_the_servers_words() {
        let (_, end) = play(&SMTP, &[b"220 x\r\n", b"250-x\r\n250 SIZE\r\n"]);
        assert!(matches!(end, Step::Refused(_)), "{end:?}");
        let (_, end) = play(
            &SMTP,
            &[
                b"220 x\r\n",
                b"250-x\r\n250 STARTTLS\r\n",
                b"454 TLS not available\r\n",
            ],
        );
        assert_eq!(end, Step::Refused("454 TLS not available".to_owned()));
        let (_, end) = play(&SMTP, &[b"421 too many connections\r\n"]);
        assert_eq!(end, Step::Refused("421 too many connections".to_owned()));
    }

    #[test]
    fn what_stands_behind_the_consent_is_kept() {
        let (_, end) = play(
            &SMTP,
            &[
                b"220 x\r\n",
                b"250-x\r\n250 STARTTLS\r\n",
                b"220 go\r\n250 injected\r\n",
            ],
        );
        assert_eq!(end, Step::Upgrade(b"250 injected\r\n".to_vec()));
    }
}
