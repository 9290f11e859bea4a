//! FTP (RFC 4217): greeting, AUTH TLS.

use super::script::{Turn, expect, numbered_other_than};
use super::{Injection, Protocol};

pub(super) static FTP: Protocol = Protocol {
    id: "ftp",
    summary: "file transfer, AUTH TLS (RFC 4217)",
    port: 21,
    goodbye: b"QUIT\r\n",
    injection: Some(Injection {
        command: b"NOOP\r\n",
        is_answered: |answer| numbered_other_than(answer, 221),
    }),
    turns: |_, behind| {
        vec![
            Turn::new("", |received| expect(received, 220)),
            Turn::new([b"AUTH TLS\r\n", behind].concat(), |received| {
                expect(received, 234)
            }),
        ]
    },
};

#[cfg(test)]
mod tests {
    use super::super::script::{Step, play};
    use super::*;

    #[test]
    fn vsftpd_agrees() {
        let (sent, end) = play(
            &FTP,
            &[b"220 (vsFTPd 3.0.3)\r\n", b"234 Proceed with negotiation.\r\n"],
        );
        assert_eq!(sent, [b"AUTH TLS\r\n"]);
        assert_eq!(end, Step::Upgrade(Vec::new()));
    }

    #[test]
    fn a_server_without_tls_refuses() {
        let (_, end) = play(
            &FTP,
            &[b"220 ready\r\n", b"530 Please login with USER and PASS.\r\n"],
        );
        assert!(matches!(end, Step::Refused(_)), "{end:?}");
    }
}
