//! The hellos that surveys send: everything that a server might know, in one, so that what is missing from
//! the answer is missing from the server.

use crate::wire::client_hello::ClientHello;
use crate::wire::compression::Compression;
use crate::wire::extension::{Extension, ExtensionType};
use crate::wire::group::Group;
use crate::wire::scheme::Scheme;
use crate::wire::suite::{KeyExchange, Suite};
use crate::wire::version::Version;

/// What a hello offers; the rest is the same in all of them.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    /// The server's name; none sends none.
    pub(crate) sni: Option<String>,
    /// The only version.
    pub(crate) version: Version,
    /// In this order.
    pub(crate) suites: Vec<Suite>,
    /// In this order.
    pub(crate) groups: Vec<Group>,
    /// In this order.
    pub(crate) schemes: Vec<Scheme>,
    /// In this order; none sends no extension.
    pub(crate) alpn: Vec<Vec<u8>>,
    /// The key shares of TLS 1.3; none lets the server name the group.
    pub(crate) shares: Vec<(Group, Vec<u8>)>,
}

impl Offer {
    /// Everything there is for `version`; no application protocol, which a server may insist on.
    pub(crate) fn whole(version: Version, sni: Option<String>) -> Self {
        let is_13 = version == Version::TLS1_3;
        Self {
            sni,
            version,
            suites: Suite::all().filter(|suite| suite.is_for(version)).collect(),
            groups: Group::all()
                .filter(|group| {
                    if is_13 {
                        group.is_for_tls13()
                    } else {
                        is_for_tls12(*group)
                    }
                })
                .collect(),
            schemes: Scheme::all()
                .filter(|scheme| !is_13 || scheme.is_for_tls13())
                .collect(),
            alpn: Vec::new(),
            shares: Vec::new(),
        }
    }

    /// The hello, of a length that no server stumbles over.
    pub(crate) fn hello(&self) -> ClientHello {
        self.bare().clear_of_the_gap()
    }

    /// The hello without padding.
    pub(crate) fn bare(&self) -> ClientHello {
        match self.version {
            Version::SSL3 => self.plain(),
            Version::TLS1_3 => self.modern(),
            _ => self.classic(),
        }
    }

    /// SSL 3.0, which ends before the extensions.
    fn plain(&self) -> ClientHello {
        let mut suites = self.suites.clone();
        suites.push(Suite::RENEGOTIATION_SCSV);
        ClientHello::new(self.version, random(), suites)
    }

    /// TLS 1.0 to 1.2.
    fn classic(&self) -> ClientHello {
        let mut hello = ClientHello::new(self.version, random(), self.suites.clone());
        // DEFLATE is offered to find out who takes it; no byte is ever sent under it.
        hello.compressions = vec![Compression::NULL, Compression::DEFLATE, Compression::LZS];
        let mut extensions = self.common();
        extensions.extend([
            Extension::renegotiation_info(),
            Extension::point_formats(),
            Extension::empty(ExtensionType::ENCRYPT_THEN_MAC),
            Extension::empty(ExtensionType::EXTENDED_MASTER_SECRET),
            Extension::empty(ExtensionType::SESSION_TICKET),
            Extension::heartbeat(),
        ]);
        if self.version >= Version::TLS1_2 {
            extensions.push(Extension::schemes(&self.schemes));
        }
        hello.extensions = Some(extensions);
        hello
    }

    /// TLS 1.3. A few suites of 1.2 are there for servers that do not know it: they answer with 1.2, which
    /// is a clear no, where for want of a suite they would only send an alert.
    fn modern(&self) -> ClientHello {
        let suites = self
            .suites
            .iter()
            .copied()
            .chain(OLDER.iter().copied().map(Suite));
        let mut hello = ClientHello::new(Version::TLS1_2, random(), suites.collect());
        hello.session_id = random().to_vec();
        let mut extensions = self.common();
        extensions.extend([
            Extension::schemes(&self.schemes),
            Extension::versions(&[Version::TLS1_3]),
            Extension::psk_modes(),
            Extension::key_shares(&self.shares),
        ]);
        hello.extensions = Some(extensions);
        hello
    }

    fn common(&self) -> Vec<Extension> {
        let mut extensions: Vec<Extension> = self
            .sni
            .as_deref()
            .map(Extension::server_name)
            .into_iter()
            .collect();
        extensions.push(Extension::groups(&self.groups));
        extensions.push(Extension::status_request());
        extensions.push(Extension::empty(ExtensionType::SCT));
        if !self.alpn.is_empty() {
            extensions.push(Extension::alpn(self.alpn.iter().map(Vec::as_slice)));
        }
        extensions
    }
}

/// Thirty-two random bytes. That the generator fails is not foreseen: then they are zero, which serves.
pub(crate) fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    let _ = aws_lc_rs::rand::fill(&mut bytes);
    bytes
}

/// The suites of a key exchange, those that servers rarely prefer first: an answer that follows this
/// order follows the client's.
pub(crate) fn suites_with(exchanges: &[KeyExchange]) -> Vec<Suite> {
    let mut suites: Vec<Suite> = Suite::all()
        .filter(|suite| exchanges.contains(&suite.key_exchange()))
        .collect();
    suites.reverse();
    // Some servers give way to a client whose first choice is ChaCha20; that is a question of its own.
    suites.sort_by_key(|suite| suite.cipher().contains("CHACHA20"));
    suites
}

fn is_for_tls12(group: Group) -> bool {
    !group.is_post_quantum() && !matches!(group.0, 31..=33)
}

const OLDER: &[u16] = &[0xc02f, 0xc02b, 0xc013, 0xc009, 0x009c, 0x002f, 0x000a];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_offer_fits_one_record_and_one_segment_of_each_version() {
        for version in Version::ALL
            .iter()
            .copied()
            .filter(|version| *version > Version::SSL2)
        {
            let hello = Offer::whole(version, Some("a.test".to_owned())).hello();
            let size = hello.to_message().len();
            assert!(size < 1400, "{version}: {size}");
            assert_eq!(hello.extensions.is_none(), version == Version::SSL3);
        }
    }

    #[test]
    fn an_offer_of_tls13_lists_nothing_that_is_obsolete_there() {
        let offer = Offer::whole(Version::TLS1_3, None);
        assert!(offer.groups.iter().all(|group| group.is_for_tls13()));
        assert!(offer.suites.iter().all(|suite| suite.is_for_tls13()));
        assert_eq!(offer.hello().versions(), [Version::TLS1_3]);
        assert!(offer.hello().key_shares().is_empty());
    }
}
