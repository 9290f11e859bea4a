//! MySQL and MariaDB (connection phase, protocol 10): the server's greeting names its capabilities, the
//! client answers with a short SSLRequest and begins TLS without waiting.

use super::Protocol;
use super::script::{Heard, Turn, quote};

pub(super) static MYSQL: Protocol = Protocol {
    id: "mysql",
    summary: "MySQL and MariaDB",
    port: 3306,
    goodbye: b"",
    injection: None,
    turns: |_, _| vec![Turn::new("", greeting), Turn::new(REQUEST, |_| Heard::Done(0))],
};

/// Header: 32 bytes, packet 1. Then the capabilities (TLS, protocol 4.1, secure connection, plugin
/// authentication), the greatest packet, the character set (utf8mb4) and 23 zeros.
const REQUEST: &[u8] = &[
    32, 0, 0, 1, 0x00, 0x8a, 0x08, 0x00, 0, 0, 0, 1, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0,
];

/// `CLIENT_SSL`.
const TLS: u16 = 0x0800;

fn greeting(received: &[u8]) -> Heard {
    let [a, b, c, _, packet @ ..] = received else {
        return Heard::More;
    };
    let length = usize::from(*a) | usize::from(*b) << 8 | usize::from(*c) << 16;
    let packet = match packet.first() {
        None => return Heard::More,
        Some(10) if length > 2048 => return Heard::Unexpected("a greeting that is too long".to_owned()),
        Some(10) if packet.len() < length => return Heard::More,
        Some(10) => &packet[..length],
        Some(0xff) => return Heard::Refused(quote(packet.get(3..).unwrap_or_default())),
        Some(_) => return Heard::strange(received),
    };
    // Version text, thread id (4), first part of the nonce (8), filler (1), then the capabilities.
    let capabilities = packet[1..]
        .iter()
        .position(|&b| b == 0)
        .and_then(|end| packet.get(end + 2 + 13..end + 2 + 15));
    match capabilities {
        Some([low, high]) if u16::from_le_bytes([*low, *high]) & TLS != 0 => Heard::Done(4 + length),
        Some(_) => Heard::Refused("its greeting says that it has no TLS".to_owned()),
        None => Heard::Unexpected("a greeting that is too short".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::script::{Step, play};
    use super::*;

    fn hello(capabilities: [u8; 2]) -> Vec<u8> {
        let mut packet = b"\x0a10.11.6-MariaDB\0\x05\0\0\0abcdefgh\0".to_vec();
        packet.extend(capabilities);
        packet.extend(b"\x2d\x02\0\xff\x81\x15\0\0\0\0\0\0\x1d\0\0\0ijklmnopqrst\0mysql_native_password\0");
        let mut whole = vec![u8::try_from(packet.len()).expect("short"), 0, 0, 0];
        whole.extend(packet);
        whole
    }

    #[test]
    fn mariadb_agrees_by_its_capabilities() {
        let (sent, end) = play(&MYSQL, &[&hello([0xfe, 0xff])]);
        assert_eq!(sent, [REQUEST]);
        assert_eq!(end, Step::Upgrade(Vec::new()));
        assert_eq!(REQUEST.len(), 36);
        assert_eq!(u16::from_le_bytes([REQUEST[4], REQUEST[5]]) & TLS, TLS);
    }

    #[test]
    fn a_server_without_tls_says_so() {
        assert!(matches!(
            play(&MYSQL, &[&hello([0xfe, 0xf7])]).1,
            Step::Refused(_)
        ));
        let blocked = b"\x20\0\0\0\xff\x69\x04Host is not allowed to connect";
        assert!(matches!(play(&MYSQL, &[blocked]).1, Step::Refused(_)));
        assert!(matches!(play(&MYSQL, &[b"SSH-2.0-x\r\n"]).1, Step::Unexpected(_)));
    }
}
