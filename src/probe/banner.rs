//! What a server speaks that does not speak TLS, by the first bytes it sends, and which `--starttls` would
//! get to TLS there.

/// A protocol in the clear.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Banner {
    /// What people call it.
    pub(crate) protocol: &'static str,
    /// The value of `--starttls` that upgrades it.
    pub(crate) starttls: Option<&'static str>,
}

impl Banner {
    /// Recognises a protocol by the first bytes a server sent.
    pub(crate) fn recognise(bytes: &[u8]) -> Option<Self> {
        if let Some(greeting) = numbered(bytes) {
            return Some(greeting);
        }
        if matches!(bytes, [_, _, 0, 0, 10, ..]) {
            return Some(Self::new("MySQL", Some("mysql")));
        }
        let lower = bytes[..bytes.len().min(64)].to_ascii_lowercase();
        BEGINNINGS
            .iter()
            .find(|(start, ..)| lower.starts_with(start))
            .map(|(_, protocol, starttls)| Self::new(protocol, *starttls))
    }

    /// The protocol that is usual at `port` and waits for the client to speak first, for a server that
    /// said nothing.
    pub(crate) fn usual(port: u16) -> Option<Self> {
        Some(match port {
            389 => Self::new("LDAP", Some("ldap")),
            3389 => Self::new("RDP", Some("rdp")),
            5222 => Self::new("XMPP", Some("xmpp-client")),
            5269 => Self::new("XMPP", Some("xmpp-server")),
            5432 => Self::new("PostgreSQL", Some("postgres")),
            6667 => Self::new("IRC", Some("irc")),
            _ => return None,
        })
    }

    fn new(protocol: &'static str, starttls: Option<&'static str>) -> Self {
        Self { protocol, starttls }
    }
}

/// Protocols that greet with three digits: FTP, SMTP and LMTP share 220, NNTP has 200 and 201.
fn numbered(bytes: &[u8]) -> Option<Banner> {
    let [code @ .., b' ' | b'-'] = bytes.get(..4)? else {
        return None;
    };
    let line: Vec<u8> = bytes
        .iter()
        .take_while(|&&b| b != b'\n')
        .map(u8::to_ascii_uppercase)
        .collect();
    let mentions = |word: &str| line.windows(word.len()).any(|part| part == word.as_bytes());
    match code {
        b"200" | b"201" => Some(Banner::new("NNTP", Some("nntp"))),
        b"220" if mentions("FTP") => Some(Banner::new("FTP", Some("ftp"))),
        b"220" if mentions("LMTP") => Some(Banner::new("LMTP", Some("lmtp"))),
        b"220" | b"421" | b"554" => Some(Banner::new("SMTP", Some("smtp"))),
        _ => None,
    }
}

/// How servers begin, in lower case.
const BEGINNINGS: &[(&[u8], &str, Option<&str>)] = &[
    (b"http/", "plain HTTP", None),
    (b"<!doctype", "plain HTTP", None),
    (b"<html", "plain HTTP", None),
    (b"ssh-", "SSH", None),
    (b"* ok", "IMAP", Some("imap")),
    (b"* preauth", "IMAP", Some("imap")),
    (b"* bye", "IMAP", Some("imap")),
    (b"+ok", "POP3", Some("pop3")),
    (b"-err", "POP3 or Redis", None),
    (b"\"implementation\"", "ManageSieve", Some("sieve")),
    (b"<?xml", "XMPP", Some("xmpp-client")),
    (b"<stream", "XMPP", Some("xmpp-client")),
    (b"notice auth", "IRC", Some("irc")),
    (b":", "IRC", Some("irc")),
    (b"rfb ", "VNC", None),
    (b"@rsyncd", "rsync", None),
    (b"amqp", "AMQP", None),
    (&[3, 0, 0], "RDP", Some("rdp")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_names_the_protocol_and_its_way_to_tls() {
        let cases: &[(&[u8], &str, Option<&str>)] = &[
            (b"HTTP/1.1 400 Bad Request\r\n", "plain HTTP", None),
            (b"SSH-2.0-OpenSSH_9.2\r\n", "SSH", None),
            (b"220 mx.example ESMTP Postfix\r\n", "SMTP", Some("smtp")),
            (b"220-mail.example\r\n", "SMTP", Some("smtp")),
            (b"220 (vsFTPd 3.0.3)\r\n", "FTP", Some("ftp")),
            (b"220 mail LMTP ready\r\n", "LMTP", Some("lmtp")),
            (b"200 news.example\r\n", "NNTP", Some("nntp")),
            (b"* OK [CAPABILITY IMAP4rev1] ready\r\n", "IMAP", Some("imap")),
            (b"+OK ready\r\n", "POP3", Some("pop3")),
            (b"\x4a\0\0\0\x0a8.0.36\0", "MySQL", Some("mysql")),
        ];
        for (bytes, protocol, starttls) in cases {
            let banner = Banner::recognise(bytes).expect(protocol);
            assert_eq!((banner.protocol, banner.starttls), (*protocol, *starttls));
        }
    }

    #[test]
    fn tls_and_noise_are_no_banner() {
        for bytes in [&b""[..], b"\x15\x03\x03\0\x02\x02\x28", b"22", b"hello"] {
            assert_eq!(Banner::recognise(bytes), None, "{bytes:?}");
        }
    }
}
