//! ManageSieve (RFC 5804 §2.2): capabilities as greeting, STARTTLS.

use super::script::{Heard, Turn, contains, lines, quote};
use super::{Injection, Protocol};

pub(super) static SIEVE: Protocol = Protocol {
    id: "sieve",
    summary: "mail filters, ManageSieve (RFC 5804)",
    port: 4190,
    goodbye: b"LOGOUT\r\n",
    injection: Some(Injection {
        command: b"NOOP \"tlsctl\"\r\n",
        is_answered: |answer| contains(answer, b"tlsctl"),
    }),
    turns: |_, behind| {
        vec![
            Turn::new("", greeting),
            Turn::new([b"STARTTLS\r\n", behind].concat(), status),
        ]
    },
};

fn greeting(received: &[u8]) -> Heard {
    let offers = lines(received).any(|(line, _)| line.to_ascii_uppercase().starts_with(b"\"STARTTLS\""));
    match status(received) {
        Heard::Done(_) if !offers => Heard::Refused("STARTTLS is not among its capabilities".to_owned()),
        heard => heard,
    }
}

/// Reads up to the line that says OK, NO or BYE.
fn status(received: &[u8]) -> Heard {
    for (line, end) in lines(received) {
        let upper = line.to_ascii_uppercase();
        if upper.starts_with(b"OK") {
            return Heard::Done(end);
        }
        if upper.starts_with(b"NO") || upper.starts_with(b"BYE") {
            return Heard::Refused(quote(line));
        }
        if !line.starts_with(b"\"") {
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
    fn pigeonhole_agrees() {
        let (sent, end) = play(
            &SIEVE,
            &[
                b"\"IMPLEMENTATION\" \"Dovecot Pigeonhole\"\r\n\"SIEVE\" \"fileinto reject\"\r\n\"STARTTLS\"\r\n\"VERSION\" \"1.0\"\r\nOK \"Dovecot ready.\"\r\n",
                b"OK \"Begin TLS negotiation now.\"\r\n",
            ],
        );
        assert_eq!(sent, [b"STARTTLS\r\n"]);
        assert_eq!(end, Step::Upgrade(Vec::new()));
    }

    #[test]
    fn a_server_without_it_refuses() {
        let (_, end) = play(&SIEVE, &[b"\"IMPLEMENTATION\" \"x\"\r\nOK\r\n"]);
        assert!(matches!(end, Step::Refused(_)), "{end:?}");
    }
}
