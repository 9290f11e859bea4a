//! The ServerHello of SSL 3.0 to TLS 1.3, and the HelloRetryRequest, which looks like one
//! (RFC 8446 §4.1.3, §4.1.4).

use super::codec::{Read, Reader, Writer};
use super::compression::Compression;
use super::extension::{Extension, ExtensionType, read_block, write_block};
use super::group::Group;
use super::suite::Suite;
use super::version::Version;

/// A ServerHello or HelloRetryRequest.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct ServerHello {
    /// What stands in the version field: 1.2 where the version is 1.3.
    pub(crate) legacy_version: Version,
    /// The server's random, or the mark of a HelloRetryRequest.
    pub(crate) random: [u8; 32],
    /// The session, or the client's session id sent back.
    pub(crate) session_id: Vec<u8>,
    /// The suite chosen.
    pub(crate) suite: Suite,
    /// The compression chosen.
    pub(crate) compression: Compression,
    /// The extensions in their order; none where the hello ends before them.
    pub(crate) extensions: Option<Vec<Extension>>,
}

impl ServerHello {
    /// Reads the body of the message.
    ///
    /// # Errors
    ///
    /// Where a length does not fit.
    pub(crate) fn read_body(body: &[u8]) -> Read<Self> {
        let mut body = Reader::new(body);
        Ok(Self {
            legacy_version: Version(body.u16("the server's version")?),
            random: body.array("the server's random")?,
            session_id: body.vec8("the session id")?.to_vec(),
            suite: Suite(body.u16("the suite")?),
            compression: Compression(body.u8("the compression")?),
            extensions: if body.is_empty() {
                None
            } else {
                Some(read_block(&mut body)?)
            },
        })
    }

    /// The handshake message: type, length and body.
    pub(crate) fn to_message(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u8(2).vec24(|body| {
            body.u16(self.legacy_version.0).bytes(&self.random);
            body.vec8(|id| {
                id.bytes(&self.session_id);
            });
            body.u16(self.suite.0).u8(self.compression.0);
            if let Some(extensions) = &self.extensions {
                write_block(body, extensions);
            }
        });
        writer.into_bytes()
    }

    /// Whether it is a HelloRetryRequest.
    pub(crate) fn is_retry(&self) -> bool {
        self.random == RETRY
    }

    /// The version agreed on.
    pub(crate) fn version(&self) -> Version {
        self.extension(ExtensionType::SUPPORTED_VERSIONS)
            .and_then(|extension| Reader::new(&extension.body).u16("the version").ok())
            .map_or(self.legacy_version, Version)
    }

    /// The group of the key share, or the one that a HelloRetryRequest asks for.
    pub(crate) fn group(&self) -> Option<Group> {
        let extension = self.extension(ExtensionType::KEY_SHARE)?;
        Reader::new(&extension.body).u16("the group").ok().map(Group)
    }

    /// The application protocol chosen, where it is in the clear.
    pub(crate) fn alpn(&self) -> Option<Vec<u8>> {
        let protocols = self.extension(ExtensionType::ALPN)?.as_protocols().ok()?;
        protocols.into_iter().next()
    }

    /// The version that a server of a later one says it was made to fall back to: the last eight bytes
    /// of the random (RFC 8446 §4.1.3).
    pub(crate) fn downgrade(&self) -> Option<Version> {
        match self.random.last_chunk()? {
            b"DOWNGRD\x01" => Some(Version::TLS1_2),
            b"DOWNGRD\x00" => Some(Version::TLS1_1),
            _ => None,
        }
    }

    /// The first extension of this kind.
    pub(crate) fn extension(&self, kind: ExtensionType) -> Option<&Extension> {
        self.extensions().iter().find(|extension| extension.kind == kind)
    }

    /// The extensions, none where the hello ends before them.
    pub(crate) fn extensions(&self) -> &[Extension] {
        self.extensions.as_deref().unwrap_or_default()
    }
}

/// SHA-256 of `HelloRetryRequest` (RFC 8446 §4.1.3).
const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2,
    0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn retry() -> ServerHello {
        ServerHello {
            legacy_version: Version::TLS1_2,
            random: RETRY,
            session_id: vec![1, 2],
            suite: Suite(0x1301),
            compression: Compression::NULL,
            extensions: Some(vec![
                Extension::new(ExtensionType::SUPPORTED_VERSIONS, [3, 4]),
                Extension::new(ExtensionType::KEY_SHARE, [0x11, 0xec]),
            ]),
        }
    }

    #[test]
    fn a_retry_request_names_version_and_group() {
        let message = retry().to_message();
        let read = ServerHello::read_body(&message[4..]).expect("our own hello");
        assert_eq!(read, retry());
        assert!(read.is_retry());
        assert_eq!(read.version(), Version::TLS1_3);
        assert_eq!(read.group(), Some(Group(0x11ec)));
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, b"HelloRetryRequest");
        assert_eq!(digest.as_ref(), RETRY);
    }

    #[test]
    fn the_sentinel_tells_of_a_later_version() {
        let mut hello = retry();
        hello.random[24..].copy_from_slice(b"DOWNGRD\x01");
        assert!(!hello.is_retry());
        assert_eq!(hello.downgrade(), Some(Version::TLS1_2));
        assert_eq!(retry().downgrade(), None);
    }

    #[test]
    fn a_hello_cut_short_is_an_error() {
        let message = retry().to_message();
        // Cut right behind the compression method it is whole: the hello of a server without extensions.
        let bare = 4 + 2 + 32 + 3 + 2 + 1;
        for end in (4..message.len()).filter(|&end| end != bare) {
            assert!(ServerHello::read_body(&message[4..end]).is_err(), "cut at {end}");
        }
    }
}
