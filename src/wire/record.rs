//! The record layer (RFC 8446 §5.1, RFC 6101 §5.2): records written with any payload and in any size, and
//! read with tolerance out of whatever bytes came, TLS or not.

use super::codec::{Reader, Writer};
use super::registry::registry;
use super::sslv2;
use super::version::Version;

registry! {
    /// What a record carries.
    ContentType(u8, "2") in NAMES
}

impl ContentType {
    pub(crate) const CHANGE_CIPHER_SPEC: Self = Self(20);
    pub(crate) const ALERT: Self = Self(21);
    pub(crate) const HANDSHAKE: Self = Self(22);
    pub(crate) const APPLICATION_DATA: Self = Self(23);
    pub(crate) const HEARTBEAT: Self = Self(24);
}

/// The most that one record may carry in the clear, in bytes (RFC 8446 §5.1).
pub(crate) const FULL: usize = 1 << 14;

/// What stands next in a stream.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Unit<'a> {
    /// Bytes that are neither TLS nor SSL 2.0, and all that follows them.
    Foreign(&'a [u8]),
    /// A record.
    Record(Record<'a>),
    /// A message of SSL 2.0 without its header.
    Sslv2(&'a [u8]),
}

/// A record as it was received.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Record<'a> {
    /// What it carries.
    pub(crate) kind: ContentType,
    /// The version in its header.
    pub(crate) version: Version,
    /// What it carries; longer than RFC 8446 allows, where the server was so bold.
    pub(crate) payload: &'a [u8],
}

/// Walks over the complete records of a stream; what is cut short at the end is left.
#[derive(Clone, Debug)]
pub(crate) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(crate) fn new(stream: &'a [u8]) -> Self {
        Self { rest: stream }
    }

    fn record(&mut self) -> Option<Unit<'a>> {
        let mut reader = Reader::new(self.rest);
        let kind = ContentType(reader.u8("a record").ok()?);
        let version = Version(reader.u16("a record").ok()?);
        let payload = reader.vec16("a record").ok()?;
        self.rest = reader.rest();
        Some(Unit::Record(Record {
            kind,
            version,
            payload,
        }))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Unit<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.rest {
            [20..=24] | [20..=24, 3, ..] => self.record(),
            // SSL 2.0 has no type up front; its header's highest bit is set, and its third byte tells.
            [high, rest @ ..]
                if high & 0x80 != 0 && rest.get(1).is_none_or(|kind| sslv2::is_from_server(*kind)) =>
            {
                let (message, rest) = sslv2::message(self.rest)?;
                self.rest = rest;
                Some(Unit::Sslv2(message))
            }
            [] => None,
            foreign => {
                self.rest = &[];
                Some(Unit::Foreign(foreign))
            }
        }
    }
}

/// One record.
pub(crate) fn write(kind: ContentType, version: Version, payload: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.u8(kind.0).u16(version.0).vec16(|body| {
        body.bytes(payload);
    });
    writer.into_bytes()
}

/// A handshake message in records of at most `most` bytes of payload each.
pub(crate) fn handshake(version: Version, message: &[u8], most: usize) -> Vec<u8> {
    message
        .chunks(most.clamp(1, FULL))
        .flat_map(|part| write(ContentType::HANDSHAKE, version, part))
        .collect()
}

static NAMES: &[(u8, &str)] = &[
    (20, "change_cipher_spec"),
    (21, "alert"),
    (22, "handshake"),
    (23, "application_data"),
    (24, "heartbeat"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_in_small_records_is_found_whole() {
        let stream = handshake(Version::TLS1_0, &[1, 2, 3, 4, 5], 2);
        assert_eq!(stream.len(), 3 * 5 + 5);
        let payloads: Vec<u8> = Records::new(&stream)
            .flat_map(|unit| match unit {
                Unit::Record(record) => record.payload.to_vec(),
                _ => panic!("{unit:?}"),
            })
            .collect();
        assert_eq!(payloads, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_record_cut_short_is_left_for_later() {
        let stream = write(ContentType::ALERT, Version::TLS1_2, &[2, 40]);
        for end in 0..stream.len() {
            assert_eq!(Records::new(&stream[..end]).next(), None, "cut at {end}");
        }
        assert!(Records::new(&stream).next().is_some());
    }

    #[test]
    fn what_is_not_tls_is_handed_over_whole() {
        let banner = b"220 mail.test ESMTP\r\n";
        assert_eq!(Records::new(banner).next(), Some(Unit::Foreign(&banner[..])));
        let http = b"HTTP/1.1 400 Bad Request\r\n";
        assert_eq!(Records::new(http).next(), Some(Unit::Foreign(&http[..])));
    }
}
