//! The ClientHello of SSL 3.0 to TLS 1.3 (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2): one type, which reads what
//! a client sent and writes exactly what a probe wants to send, right or wrong.

use super::codec::{Malformed, Read, Reader, Writer, numbers};
use super::compression::Compression;
use super::extension::{Extension, ExtensionType, read_block, write_block};
use super::group::Group;
use super::scheme::Scheme;
use super::suite::Suite;
use super::version::Version;

/// A ClientHello.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct ClientHello {
    /// What stands in the version field: since TLS 1.3 always 1.2.
    pub(crate) legacy_version: Version,
    /// The client's random.
    pub(crate) random: [u8; 32],
    /// The session to resume, or in TLS 1.3 noise for middleboxes.
    pub(crate) session_id: Vec<u8>,
    /// The suites, in the client's order.
    pub(crate) suites: Vec<Suite>,
    /// The compression methods.
    pub(crate) compressions: Vec<Compression>,
    /// The extensions in their order; none where the hello ends before them.
    pub(crate) extensions: Option<Vec<Extension>>,
}

impl ClientHello {
    /// A hello with these suites, no compression, and no extensions yet.
    pub(crate) fn new(legacy_version: Version, random: [u8; 32], suites: Vec<Suite>) -> Self {
        Self {
            legacy_version,
            random,
            session_id: Vec::new(),
            suites,
            compressions: vec![Compression::NULL],
            extensions: None,
        }
    }

    /// Adds an extension at the end.
    #[must_use]
    pub(crate) fn with(mut self, extension: Extension) -> Self {
        self.extensions.get_or_insert_default().push(extension);
        self
    }

    /// The hello with padding behind it where its message has 256 to 511 bytes, at which some load balancers
    /// fall silent (RFC 7685 §1). A hello without extensions stays as it is.
    #[must_use]
    pub(crate) fn clear_of_the_gap(self) -> Self {
        let length = self.to_message().len();
        if self.extensions.is_none() || !GAP.contains(&length) {
            return self;
        }
        self.padded(GAP.end() + 1)
    }

    /// The hello with padding that brings its message to `length` bytes, or a few more where the extension
    /// itself takes them: it is never empty, which other servers choke on.
    #[must_use]
    pub(crate) fn padded(self, length: usize) -> Self {
        let room = length.saturating_sub(self.to_message().len() + 4).max(1);
        self.with(Extension::padding(u16::try_from(room).unwrap_or(u16::MAX)))
    }

    /// Reads a handshake message: type, length and body. Bytes after the message are ignored.
    ///
    /// # Errors
    ///
    /// Where the message is no ClientHello or a length does not fit.
    pub(crate) fn read(message: &[u8]) -> Read<Self> {
        let mut message = Reader::new(message);
        if message.u8("the ClientHello")? != 1 {
            return Err(Malformed("the ClientHello"));
        }
        Self::read_body(message.vec24("the ClientHello")?)
    }

    /// Reads the body of the message.
    ///
    /// # Errors
    ///
    /// Where a length does not fit.
    pub(crate) fn read_body(body: &[u8]) -> Read<Self> {
        let mut body = Reader::new(body);
        let legacy_version = Version(body.u16("the client's version")?);
        let random = body.array("the client's random")?;
        let session_id = body.vec8("the session id")?.to_vec();
        let suites = numbers(body.vec16("the cipher suites")?, "the cipher suites")?;
        let compressions = body.vec8("the compression methods")?;
        let extensions = if body.is_empty() {
            None
        } else {
            Some(read_block(&mut body)?)
        };
        Ok(Self {
            legacy_version,
            random,
            session_id,
            suites: suites.into_iter().map(Suite).collect(),
            compressions: compressions.iter().copied().map(Compression).collect(),
            extensions,
        })
    }

    /// The handshake message: type, length and body.
    pub(crate) fn to_message(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u8(1).vec24(|body| self.write_body(body));
        writer.into_bytes()
    }

    fn write_body(&self, body: &mut Writer) {
        body.u16(self.legacy_version.0).bytes(&self.random);
        body.vec8(|id| {
            id.bytes(&self.session_id);
        });
        body.vec16(|list| {
            list.u16s(self.suites.iter().map(|suite| suite.0));
        });
        body.vec8(|list| {
            self.compressions.iter().for_each(|method| {
                list.u8(method.0);
            });
        });
        if let Some(extensions) = &self.extensions {
            write_block(body, extensions);
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

    /// The name of the server, as sent; text that is not UTF-8 is mended.
    pub(crate) fn server_name(&self) -> Option<String> {
        let name = self
            .extension(ExtensionType::SERVER_NAME)?
            .as_server_name()
            .ok()?;
        Some(String::from_utf8_lossy(name).into_owned())
    }

    /// The application protocols; text that is not UTF-8 is mended.
    pub(crate) fn alpn(&self) -> Vec<String> {
        let protocols = self.extension(ExtensionType::ALPN).map(Extension::as_protocols);
        let protocols = protocols.and_then(Result::ok).unwrap_or_default();
        protocols
            .iter()
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect()
    }

    /// The versions that the client speaks: supported_versions, or the one in the version field.
    pub(crate) fn versions(&self) -> Vec<Version> {
        self.extension(ExtensionType::SUPPORTED_VERSIONS)
            .and_then(|extension| extension.as_short_numbers().ok())
            .map_or_else(
                || vec![self.legacy_version],
                |list| list.into_iter().map(Version).collect(),
            )
    }

    /// The groups that the client knows.
    pub(crate) fn groups(&self) -> Vec<Group> {
        self.list(ExtensionType::SUPPORTED_GROUPS).map(Group).collect()
    }

    /// The signature schemes that the client verifies.
    pub(crate) fn schemes(&self) -> Vec<Scheme> {
        self.list(ExtensionType::SIGNATURE_ALGORITHMS)
            .map(Scheme)
            .collect()
    }

    /// The groups of the client's key shares.
    pub(crate) fn key_shares(&self) -> Vec<Group> {
        let Some(extension) = self.extension(ExtensionType::KEY_SHARE) else {
            return Vec::new();
        };
        let mut list = Reader::new(
            Reader::new(&extension.body)
                .vec16("key shares")
                .unwrap_or_default(),
        );
        let mut groups = Vec::new();
        while let Ok(group) = list.u16("a key share")
            && list.vec16("a key share").is_ok()
        {
            groups.push(Group(group));
        }
        groups
    }

    fn list(&self, kind: ExtensionType) -> impl Iterator<Item = u16> + use<> {
        let numbers = self
            .extension(kind)
            .and_then(|extension| extension.as_numbers().ok());
        numbers.unwrap_or_default().into_iter()
    }
}

/// The lengths of a message that some servers take for something else than TLS (RFC 7685 §1).
pub(crate) const GAP: std::ops::RangeInclusive<usize> = 256..=511;

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> ClientHello {
        ClientHello::new(Version::TLS1_2, [7; 32], vec![Suite(0x1301), Suite(0xc02f)])
            .with(Extension::server_name("a.test"))
            .with(Extension::groups(&[Group::X25519]))
            .with(Extension::schemes(&[Scheme(0x0804)]))
            .with(Extension::alpn([&b"h2"[..]]))
            .with(Extension::versions(&[Version::TLS1_3, Version::TLS1_2]))
            .with(Extension::key_shares(&[(Group::X25519, vec![1; 32])]))
    }

    #[test]
    fn a_hello_comes_back_as_it_was_written() {
        let hello = sample();
        let read = ClientHello::read(&hello.to_message()).expect("our own hello");
        assert_eq!(read, hello);
        assert_eq!(read.server_name().as_deref(), Some("a.test"));
        assert_eq!(read.alpn(), ["h2"]);
        assert_eq!(read.versions(), [Version::TLS1_3, Version::TLS1_2]);
        assert_eq!(read.groups(), [Group::X25519]);
        assert_eq!(read.key_shares(), [Group::X25519]);
        assert_eq!(read.schemes(), [Scheme(0x0804)]);
    }

    #[test]
    fn no_hello_is_left_with_a_length_that_servers_stumble_over() {
        for room in 0..600 {
            let hello = sample()
                .with(Extension::server_name(&"a".repeat(room)))
                .clear_of_the_gap();
            let length = hello.to_message().len();
            assert!(!GAP.contains(&length), "{length}");
            assert!(length < 1000, "{length}");
        }
    }

    #[test]
    fn a_hello_of_ssl3_has_no_extensions() {
        let hello = ClientHello::new(Version::SSL3, [1; 32], vec![Suite(0x000a)]);
        let message = hello.to_message();
        assert_eq!(message.len(), 4 + 2 + 32 + 1 + 2 + 2 + 2);
        let read = ClientHello::read(&message).expect("our own hello");
        assert_eq!(read.extensions, None);
        assert_eq!(read.versions(), [Version::SSL3]);
    }

    #[test]
    fn a_hello_cut_short_anywhere_is_an_error() {
        let message = sample().to_message();
        for end in 0..message.len() {
            assert!(ClientHello::read(&message[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn no_change_of_a_byte_makes_the_reader_panic() {
        let message = sample().to_message();
        for at in 0..message.len() {
            for value in [0, 1, 0x7f, 0xff, message[at].wrapping_add(1)] {
                let mut bytes = message.clone();
                bytes[at] = value;
                if let Ok(hello) = ClientHello::read(&bytes) {
                    let _ = (
                        hello.server_name(),
                        hello.alpn(),
                        hello.versions(),
                        hello.key_shares(),
                    );
                    let _ = (hello.groups(), hello.schemes(), hello.to_message());
                }
            }
        }
    }
}
