//! IMAP (RFC 3501 §6.2.1): greeting, capabilities, STARTTLS.

use super::script::{Heard, Turn, contains, lines, quote};
use super::{Injection, Protocol};

pub(super) static IMAP: Protocol = Protocol {
    id: "imap",
    summary: "mail access (RFC 3501)",
    port: 143,
    goodbye: b"a9 LOGOUT\r\n",
    injection: Some(Injection {
        command: b"a3 NOOP\r\n",
        is_answered: |answer| contains(answer, b"a3 "),
    }),
    turns: |_, behind| {
        vec![
            Turn::new("", greeting),
            Turn::new("a1 CAPABILITY\r\n", capabilities),
            Turn::new([b"a2 STARTTLS\r\n", behind].concat(), |received| {
                tagged(received, b"a2 ")
            }),
        ]
    },
};

fn greeting(received: &[u8]) -> Heard {
    match lines(received).next() {
        None => Heard::More,
        Some((line, end)) if line.to_ascii_uppercase().starts_with(b"* OK") => Heard::Done(end),
        Some((line, _)) if line.to_ascii_uppercase().starts_with(b"* BYE") => Heard::Refused(quote(line)),
        Some((line, _)) => Heard::strange(line),
    }
}

fn capabilities(received: &[u8]) -> Heard {
    let offers = lines(received).any(|(line, _)| {
        line.starts_with(b"* ")
            && line
                .split(|&b| b == b' ')
                .any(|word| word.eq_ignore_ascii_case(b"STARTTLS"))
    });
    match tagged(received, b"a1 ") {
        Heard::Done(_) if !offers => Heard::Refused("STARTTLS is not among its capabilities".to_owned()),
        heard => heard,
    }
}

/// Reads up to the line with this tag, which must be OK.
fn tagged(received: &[u8], tag: &[u8]) -> Heard {
    for (line, end) in lines(received) {
        if let Some(result) = line.strip_prefix(tag) {
            return if result.to_ascii_uppercase().starts_with(b"OK") {
                Heard::Done(end)
            } else {
                Heard::Refused(quote(result))
            };
        }
        if !line.starts_with(b"*") {
            return Heard::strange(line);
        }
    }
    Heard::More
}

#[cfg(test)]
mod tests {
    use super::super::script::{Step, play};
    use super::*;

    #[test]
    fn dovecot_agrees() {
        let (sent, end) = play(
            &IMAP,
            &[
                b"* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS] Dovecot ready.\r\n",
                b"* CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS LOGINDISABLED\r\n",
                b"a1 OK Pre-login capabilities listed, post-login capabilities have more.\r\n",
                b"a2 OK Begin TLS negotiation now.\r\n",
            ],
        );
        assert_eq!(sent, [&b"a1 CAPABILITY\r\n"[..], b"a2 STARTTLS\r\n"]);
        assert_eq!(end, Step::Upgrade(Vec::new()));
    }

    #[test]
    fn a_server_without_the_capability_refuses() {
        let (_, end) = play(
            &IMAP,
            &[b"* OK hi\r\n", b"* CAPABILITY IMAP4rev1\r\na1 OK done\r\n"],
        );
        assert!(matches!(end, Step::Refused(_)), "{end:?}");
        let (_, end) = play(&IMAP, &[b"* BYE overloaded\r\n"]);
        assert!(matches!(end, Step::Refused(_)), "{end:?}");
    }
}
