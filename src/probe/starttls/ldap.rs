//! LDAP (RFC 4511 §4.14): the StartTLS extended operation, in BER.

use super::Protocol;
use super::script::{Heard, Turn};

pub(super) static LDAP: Protocol = Protocol {
    id: "ldap",
    summary: "directories, the StartTLS operation (RFC 4511)",
    port: 389,
    goodbye: b"",
    injection: None,
    turns: |_, behind| vec![Turn::new([REQUEST, behind].concat(), consent)],
};

/// Message 1, an extended request for 1.3.6.1.4.1.1466.20037.
const REQUEST: &[u8] = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037";

/// Reads an ExtendedResponse: a sequence of the message id and [APPLICATION 24], whose first element is
/// the result code.
fn consent(received: &[u8]) -> Heard {
    let unexpected = || Heard::Unexpected("an answer that is no LDAP".to_owned());
    let [0x30, rest @ ..] = received else {
        return if received.is_empty() {
            Heard::More
        } else {
            unexpected()
        };
    };
    let Some((header, length)) = length(rest) else {
        return Heard::More;
    };
    let Some(body) = rest.get(header..header + length) else {
        return if length > 4096 { unexpected() } else { Heard::More };
    };
    let [2, 1, _, 0x78, inner @ ..] = body else {
        return unexpected();
    };
    let code = self::length(inner).and_then(|(header, _)| inner.get(header..header + 3));
    match code {
        Some([0x0a, 1, 0]) => Heard::Done(1 + header + length),
        Some([0x0a, 1, code]) => {
            Heard::Refused(format!("it answers with result code {code}{}", meaning(*code)))
        }
        _ => unexpected(),
    }
}

fn meaning(code: u8) -> &'static str {
    match code {
        1 => " (operationsError)",
        2 => " (protocolError: it does not know StartTLS)",
        10 => " (referral)",
        52 => " (unavailable)",
        53 => " (unwillingToPerform)",
        _ => "",
    }
}

/// The octets that a BER length takes, and its value.
fn length(bytes: &[u8]) -> Option<(usize, usize)> {
    match *bytes.first()? {
        short @ 0..=127 => Some((1, usize::from(short))),
        0x81 => Some((2, usize::from(*bytes.get(1)?))),
        0x82 => Some((3, usize::from(*bytes.get(1)?) << 8 | usize::from(*bytes.get(2)?))),
        // Microsoft's servers write four octets whatever the length.
        0x84 => Some((
            5,
            usize::try_from(u32::from_be_bytes(bytes.get(1..5)?.try_into().ok()?)).ok()?,
        )),
        _ => Some((1, usize::MAX >> 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::script::{Step, play};
    use super::*;

    #[test]
    fn openldap_and_active_directory_agree() {
        let (sent, end) = play(
            &LDAP,
            &[b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"],
        );
        assert_eq!(sent, [REQUEST]);
        assert_eq!(end, Step::Upgrade(Vec::new()));
        let long = b"\x30\x84\0\0\0\x10\x02\x01\x01\x78\x84\0\0\0\x07\x0a\x01\x00\x04\x00\x04\x00";
        assert_eq!(play(&LDAP, &[long]).1, Step::Upgrade(Vec::new()));
    }

    #[test]
    fn other_codes_refuse_and_noise_is_no_ldap() {
        let end = play(
            &LDAP,
            &[b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x02\x04\x00\x04\x00"],
        )
        .1;
        assert!(
            matches!(&end, Step::Refused(why) if why.contains("protocolError")),
            "{end:?}"
        );
        for noise in [
            &b"220 mail\r\n"[..],
            b"\x30\xff\xff\xff\xff\xff\xff",
            b"\x30\x03\x02\x01\x01",
        ] {
            let end = play(&LDAP, &[noise]).1;
            assert!(matches!(end, Step::Unexpected(_) | Step::More), "{end:?}");
        }
    }
}
