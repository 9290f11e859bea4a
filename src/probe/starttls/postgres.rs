//! PostgreSQL (its documentation §55.2.11): an SSLRequest, answered with one byte.

use super::Protocol;
use super::script::{Heard, Turn};

pub(super) static POSTGRES: Protocol = Protocol {
    id: "postgres",
    summary: "PostgreSQL, SSLRequest",
    port: 5432,
    goodbye: b"",
    injection: None,
    turns: |_, behind| vec![Turn::new([REQUEST, behind].concat(), consent)],
};

/// Length 8, then 1234 and 5679 where a version would stand.
const REQUEST: &[u8] = &[0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

fn consent(received: &[u8]) -> Heard {
    match received {
        [] => Heard::More,
        [b'S', ..] => Heard::Done(1),
        [b'N', ..] => Heard::Refused("it is not configured for TLS".to_owned()),
        [b'E', ..] => Heard::Refused("it answers with an error, as servers before 7.0 do".to_owned()),
        other => Heard::strange(other),
    }
}

#[cfg(test)]
mod tests {
    use super::super::script::{Step, play};
    use super::*;

    #[test]
    fn one_byte_decides() {
        let (sent, end) = play(&POSTGRES, &[b"S"]);
        assert_eq!(sent, [REQUEST]);
        assert_eq!(end, Step::Upgrade(Vec::new()));
        assert!(matches!(play(&POSTGRES, &[b"N"]).1, Step::Refused(_)));
        assert!(matches!(
            play(&POSTGRES, &[b"HTTP/1.1 400"]).1,
            Step::Unexpected(_)
        ));
        // What a man in the middle would put behind the consent (CVE-2021-23222).
        assert_eq!(play(&POSTGRES, &[b"SX"]).1, Step::Upgrade(b"X".to_vec()));
    }
}
