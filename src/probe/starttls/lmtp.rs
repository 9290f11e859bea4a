//! LMTP (RFC 2033): SMTP with another hello.

use super::script::numbered_other_than;
use super::{Injection, Protocol};

pub(super) static LMTP: Protocol = Protocol {
    id: "lmtp",
    summary: "local mail delivery (RFC 2033)",
    port: 24,
    goodbye: b"QUIT\r\n",
    injection: Some(Injection {
        command: b"NOOP\r\n",
        is_answered: |answer| numbered_other_than(answer, 221),
    }),
    turns: |_, behind| super::smtp::turns("LHLO probe.invalid\r\n", behind),
};

#[cfg(test)]
mod tests {
    use super::super::script::{Step, play};
    use super::*;

    #[test]
    fn dovecot_agrees() {
        let (sent, end) = play(
            &LMTP,
            &[
                b"220 mail.example Dovecot (Debian) ready.\r\n",
                b"250-mail.example\r\n250-STARTTLS\r\n250-8BITMIME\r\n250 PIPELINING\r\n",
                b"220 2.0.0 Begin TLS negotiation now.\r\n",
            ],
        );
        assert_eq!(sent[0], b"LHLO probe.invalid\r\n");
        assert_eq!(end, Step::Upgrade(Vec::new()));
    }
}
