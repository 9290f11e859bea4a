//! Version negotiation of QUIC (RFC 8999, RFC 9000 §6): a datagram of a version that no server has, and the
//! list with which a server answers it. Nothing in either is encrypted.

#![cfg_attr(
    not(feature = "quic"),
    allow(dead_code, reason = "what nobody asks for is written and read by nobody")
)]

use super::codec::{Read, Reader, Writer};
use super::registry::registry;

registry! {
    /// A version of QUIC.
    Version(u32, "8") in NAMES
}

impl Version {
    /// QUIC version 1 (RFC 9000).
    pub(crate) const V1: Self = Self(1);

    /// A version that no server has: one of those that are reserved to ask for the list (RFC 9000 §15).
    const NOBODYS: Self = Self(0x1a2a_3a4a);

    /// Whether it stands in a list only so that clients stay tolerant (RFC 9000 §15).
    pub(crate) fn is_reserved(self) -> bool {
        self.0 & 0x0f0f_0f0f == 0x0a0a_0a0a
    }

    /// The name; a draft of version 1 has its number in the last byte.
    pub(crate) fn label(self) -> String {
        match self.0 {
            draft if draft >> 8 == 0x00ff_0000 => format!("draft-{}", draft & 0xff),
            _ => self.name().into_owned(),
        }
    }
}

/// The ids of a connection, by which an answer is known to be one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Ids {
    /// What the client calls the server.
    pub(crate) server: [u8; 8],
    /// What the client calls itself.
    pub(crate) client: [u8; 8],
}

/// The datagram that asks for the list, as long as the first one of a client has to be (RFC 9000 §14.1).
pub(crate) fn question(ids: Ids) -> Vec<u8> {
    let mut datagram = Writer::new();
    // A long header; the other bits belong to the version.
    datagram.u8(0xc0).bytes(&Version::NOBODYS.0.to_be_bytes());
    datagram.vec8(|id| {
        id.bytes(&ids.server);
    });
    datagram.vec8(|id| {
        id.bytes(&ids.client);
    });
    let mut datagram = datagram.into_bytes();
    datagram.resize(SMALLEST, 0);
    datagram
}

/// The versions in a server's answer, in its order, reserved ones left out; none where the datagram is no such
/// answer to these ids.
///
/// # Errors
///
/// Where a length does not fit.
pub(crate) fn answer(datagram: &[u8], ids: Ids) -> Read<Option<Vec<Version>>> {
    let mut reader = Reader::new(datagram);
    let is_long = reader.u8("the header")? & 0x80 != 0;
    let version: [u8; 4] = reader.array("the version")?;
    let is_for_us = reader.vec8("the client's id")? == ids.client;
    let is_from_server = reader.vec8("the server's id")? == ids.server;
    if !(is_long && version == [0; 4] && is_for_us && is_from_server) {
        return Ok(None);
    }
    let mut versions = Vec::new();
    while !reader.is_empty() && versions.len() < MOST {
        let version = Version(u32::from_be_bytes(reader.array("a version")?));
        if !version.is_reserved() {
            versions.push(version);
        }
    }
    Ok(Some(versions))
}

/// Bytes of the smallest datagram that a server answers (RFC 9000 §14.1).
const SMALLEST: usize = 1200;
/// Versions that are read of one list.
const MOST: usize = 64;

static NAMES: &[(u32, &str)] = &[(1, "1"), (0x6b33_43cf, "2")];

#[cfg(test)]
mod tests {
    use super::*;

    const IDS: Ids = Ids {
        server: [1; 8],
        client: [2; 8],
    };

    fn negotiation(versions: &[u32]) -> Vec<u8> {
        let mut bytes = vec![0xf5, 0, 0, 0, 0, 8];
        bytes.extend([2; 8]);
        bytes.push(8);
        bytes.extend([1; 8]);
        bytes.extend(versions.iter().flat_map(|version| version.to_be_bytes()));
        bytes
    }

    #[test]
    fn a_question_is_long_enough_and_of_no_known_version() {
        let question = question(IDS);
        assert_eq!(question.len(), 1200);
        assert_eq!(question[..6], [0xc0, 0x1a, 0x2a, 0x3a, 0x4a, 8]);
        assert!(Version::NOBODYS.is_reserved());
    }

    #[test]
    fn a_list_of_versions_is_read_without_the_reserved_ones() {
        let list = negotiation(&[1, 0x6b33_43cf, 0xff00_001d, 0x5a6a_7a8a, 9]);
        let versions = answer(&list, IDS).expect("whole").expect("an answer");
        let names: Vec<String> = versions.iter().map(|version| version.label()).collect();
        assert_eq!(names, ["1", "2", "draft-29", "0x00000009"]);
    }

    #[test]
    fn what_is_no_answer_to_us_is_none_and_no_byte_makes_it_panic() {
        let list = negotiation(&[1]);
        for at in 0..list.len() {
            let _ = answer(&list[..at], IDS);
            let mut other = list.clone();
            other[at] ^= 0x81;
            let _ = answer(&other, IDS);
        }
        let stranger = Ids {
            client: [9; 8],
            ..IDS
        };
        assert_eq!(answer(&list, stranger), Ok(None));
        assert!(answer(&list[..list.len() - 1], IDS).is_err());
    }
}
