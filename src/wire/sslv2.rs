//! SSL 2.0 (draft-hickman-netscape-ssl-00), which RFC 6176 prohibits and a scanner must still look for:
//! its hellos, its cipher kinds and its errors. One ServerHello lists every kind that the server knows.

use super::codec::{Malformed, Read, Reader, Writer};
use super::version::Version;

/// A cipher kind, three bytes wide.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Kind(pub(crate) u32);

impl Kind {
    /// Every kind that was ever defined.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        KINDS.iter().map(|&(number, ..)| Self(number))
    }

    /// The name in the draft, or the number as `0x010080`.
    pub(crate) fn name(self) -> std::borrow::Cow<'static, str> {
        let known = KINDS.iter().find(|&&(number, ..)| number == self.0);
        known.map_or_else(|| format!("0x{:06x}", self.0).into(), |&(_, name, _)| name.into())
    }

    /// The bits of the key, where the kind is known.
    pub(crate) fn bits(self) -> Option<u16> {
        KINDS
            .iter()
            .find(|&&(number, ..)| number == self.0)
            .map(|&(.., bits)| bits)
    }
}

/// A ClientHello in the form of SSL 2.0, in which clients also offered later versions.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct ClientHello {
    /// The version that the client wants.
    pub(crate) version: Version,
    /// The kinds; those that begin with a zero byte are suites of SSL 3.0 and later.
    pub(crate) kinds: Vec<Kind>,
    /// The session to resume.
    pub(crate) session_id: Vec<u8>,
    /// The client's random.
    pub(crate) challenge: Vec<u8>,
}

impl ClientHello {
    /// A hello for SSL 2.0 itself with every kind.
    pub(crate) fn new(challenge: [u8; 16]) -> Self {
        Self {
            version: Version::SSL2,
            kinds: Kind::all().collect(),
            session_id: Vec::new(),
            challenge: challenge.into(),
        }
    }

    /// Reads a record: header and message.
    ///
    /// # Errors
    ///
    /// Where it is no ClientHello or a length does not fit.
    #[cfg(test)]
    pub(crate) fn read(record: &[u8]) -> Read<Self> {
        let what = "the SSL 2.0 hello";
        let (body, _) = message(record).ok_or(Malformed(what))?;
        let mut body = Reader::new(body);
        if body.u8(what)? != 1 {
            return Err(Malformed(what));
        }
        let version = Version(body.u16(what)?);
        let (kinds, id, challenge) = (body.u16(what)?, body.u16(what)?, body.u16(what)?);
        Ok(Self {
            version,
            kinds: read_kinds(body.take(kinds.into(), what)?, what)?,
            session_id: body.take(id.into(), what)?.to_vec(),
            challenge: body.take(challenge.into(), what)?.to_vec(),
        })
    }

    /// The record: header and message. What is longer than its length field says is cut off.
    pub(crate) fn to_record(&self) -> Vec<u8> {
        let kinds: Vec<u8> = self
            .kinds
            .iter()
            .flat_map(|kind| kind.0.to_be_bytes().into_iter().skip(1))
            .collect();
        let length = |bytes: &[u8]| u16::try_from(bytes.len()).unwrap_or(u16::MAX);
        let mut body = Writer::new();
        body.u8(1).u16(self.version.0).u16(length(&kinds));
        body.u16(length(&self.session_id)).u16(length(&self.challenge));
        body.bytes(&kinds).bytes(&self.session_id).bytes(&self.challenge);
        let body = body.into_bytes();
        let mut record = Writer::new();
        record.u16(0x8000 | length(&body) & 0x7fff).bytes(&body);
        record.into_bytes()
    }
}

/// What a server of SSL 2.0 answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Answer {
    /// An error, by its number.
    Error(u16),
    /// It speaks SSL 2.0.
    Hello(ServerHello),
}

/// The ServerHello of SSL 2.0.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct ServerHello {
    /// The version, 2.
    pub(crate) version: Version,
    /// The certificate, DER; empty where there is none.
    pub(crate) certificate: Vec<u8>,
    /// Every kind that client and server share.
    pub(crate) kinds: Vec<Kind>,
}

impl Answer {
    /// Reads a message without its header.
    ///
    /// # Errors
    ///
    /// Where it is neither a hello nor an error, or a length does not fit.
    pub(crate) fn read(message: &[u8]) -> Read<Self> {
        let what = "the SSL 2.0 answer";
        let mut body = Reader::new(message);
        match body.u8(what)? {
            ERROR => Ok(Self::Error(body.u16(what)?)),
            SERVER_HELLO => {
                let _session_hit_and_certificate_type = body.u16(what)?;
                let version = Version(body.u16(what)?);
                let (certificate, kinds) = (body.u16(what)?, body.u16(what)?);
                let _connection_id = body.u16(what)?;
                Ok(Self::Hello(ServerHello {
                    version,
                    certificate: body.take(certificate.into(), what)?.to_vec(),
                    kinds: read_kinds(body.take(kinds.into(), what)?, what)?,
                }))
            }
            _ => Err(Malformed(what)),
        }
    }
}

/// Whether a message of this type can be a server's first.
pub(super) fn is_from_server(kind: u8) -> bool {
    matches!(kind, ERROR | SERVER_HELLO)
}

/// Splits a stream behind its first message, which it gives without the two bytes of header.
pub(super) fn message(stream: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut reader = Reader::new(stream);
    let header = reader.u16("a header").ok()?;
    let body = reader.take(usize::from(header & 0x7fff), "a message").ok()?;
    (header & 0x8000 != 0).then_some((body, reader.rest()))
}

fn read_kinds(bytes: &[u8], what: &'static str) -> Read<Vec<Kind>> {
    let mut reader = Reader::new(bytes);
    let mut kinds = Vec::new();
    while !reader.is_empty() {
        let [a, b, c] = reader.array(what)?;
        kinds.push(Kind(u32::from_be_bytes([0, a, b, c])));
    }
    Ok(kinds)
}

const ERROR: u8 = 0;
const SERVER_HELLO: u8 = 4;

static KINDS: &[(u32, &str, u16)] = &[
    (0x00_0000, "SSL_CK_NULL_WITH_MD5", 0),
    (0x01_0080, "SSL_CK_RC4_128_WITH_MD5", 128),
    (0x02_0080, "SSL_CK_RC4_128_EXPORT40_WITH_MD5", 40),
    (0x03_0080, "SSL_CK_RC2_128_CBC_WITH_MD5", 128),
    (0x04_0080, "SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5", 40),
    (0x05_0080, "SSL_CK_IDEA_128_CBC_WITH_MD5", 128),
    (0x06_0040, "SSL_CK_DES_64_CBC_WITH_MD5", 56),
    (0x06_0140, "SSL_CK_DES_64_CBC_WITH_SHA", 56),
    (0x07_00c0, "SSL_CK_DES_192_EDE3_CBC_WITH_MD5", 112),
    (0x07_01c0, "SSL_CK_DES_192_EDE3_CBC_WITH_SHA", 112),
    (0x08_0080, "SSL_CK_RC4_64_WITH_MD5", 64),
    (0xff_0800, "SSL_CK_DES_64_CFB64_WITH_MD5_1", 56),
    (0xff_0810, "SSL_CK_NULL", 0),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hello_comes_back_as_it_was_written() {
        let hello = ClientHello::new([9; 16]);
        let record = hello.to_record();
        assert_eq!(record[..5], [0x80, 64, 1, 0, 2]);
        assert_eq!(ClientHello::read(&record), Ok(hello));
        for end in 0..record.len() {
            assert!(ClientHello::read(&record[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn a_server_lists_all_its_kinds_at_once() {
        let mut message = vec![4, 0, 1, 0, 2, 0, 2, 0, 6, 0, 1, 0xca, 0xfe];
        message.extend([1, 0, 0x80, 7, 0, 0xc0, 0x55]);
        let Ok(Answer::Hello(hello)) = Answer::read(&message) else {
            panic!("a ServerHello");
        };
        assert_eq!(hello.certificate, [0xca, 0xfe]);
        assert_eq!(hello.kinds, [Kind(0x01_0080), Kind(0x07_00c0)]);
        for end in 0..message.len() - 1 {
            assert!(Answer::read(&message[..end]).is_err(), "cut at {end}");
        }
        assert_eq!(Answer::read(&[0, 0, 1]), Ok(Answer::Error(1)));
    }
}
