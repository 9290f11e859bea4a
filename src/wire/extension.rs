//! Hello extensions: the registry, and the bodies that a client sends, written exactly and read back
//! (RFC 6066, RFC 7301, RFC 8446 §4.2 and those named at each).

use super::codec::{Malformed, Read, Reader, Writer, numbers};
use super::group::Group;
use super::registry::registry;
use super::scheme::Scheme;
use super::version::Version;

registry! {
    /// The type of an extension.
    ExtensionType(u16, "4") in NAMES
}

impl ExtensionType {
    pub(crate) const SERVER_NAME: Self = Self(0);
    pub(crate) const STATUS_REQUEST: Self = Self(5);
    pub(crate) const SUPPORTED_GROUPS: Self = Self(10);
    pub(crate) const EC_POINT_FORMATS: Self = Self(11);
    pub(crate) const SIGNATURE_ALGORITHMS: Self = Self(13);
    pub(crate) const HEARTBEAT: Self = Self(15);
    pub(crate) const ALPN: Self = Self(16);
    pub(crate) const SCT: Self = Self(18);
    pub(crate) const PADDING: Self = Self(21);
    pub(crate) const ENCRYPT_THEN_MAC: Self = Self(22);
    pub(crate) const EXTENDED_MASTER_SECRET: Self = Self(23);
    pub(crate) const SESSION_TICKET: Self = Self(35);
    pub(crate) const SUPPORTED_VERSIONS: Self = Self(43);
    pub(crate) const PSK_KEY_EXCHANGE_MODES: Self = Self(45);
    pub(crate) const KEY_SHARE: Self = Self(51);
    pub(crate) const ENCRYPTED_CLIENT_HELLO: Self = Self(0xfe0d);
    pub(crate) const RENEGOTIATION_INFO: Self = Self(0xff01);
}

/// An extension as it stands in a hello.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Extension {
    /// What kind it is.
    pub(crate) kind: ExtensionType,
    /// Its body.
    pub(crate) body: Vec<u8>,
}

impl Extension {
    /// An extension with this body.
    pub(crate) fn new(kind: ExtensionType, body: impl Into<Vec<u8>>) -> Self {
        Self {
            kind,
            body: body.into(),
        }
    }

    /// An extension whose presence says it all.
    pub(crate) fn empty(kind: ExtensionType) -> Self {
        Self::new(kind, [])
    }

    fn written(kind: ExtensionType, fill: impl FnOnce(&mut Writer)) -> Self {
        let mut writer = Writer::new();
        fill(&mut writer);
        Self::new(kind, writer.into_bytes())
    }

    /// The name of the server that the client wants (RFC 6066 §3), sent as it is.
    pub(crate) fn server_name(name: &str) -> Self {
        Self::written(ExtensionType::SERVER_NAME, |w| {
            w.vec16(|list| {
                list.u8(0).vec16(|host| {
                    host.bytes(name.as_bytes());
                });
            });
        })
    }

    /// A wish for an OCSP staple (RFC 6066 §8).
    pub(crate) fn status_request() -> Self {
        Self::new(ExtensionType::STATUS_REQUEST, [1, 0, 0, 0, 0])
    }

    /// The groups that the client knows, in its order.
    pub(crate) fn groups(groups: &[Group]) -> Self {
        Self::written(ExtensionType::SUPPORTED_GROUPS, |w| {
            w.vec16(|list| {
                list.u16s(groups.iter().map(|group| group.0));
            });
        })
    }

    /// Uncompressed points, and the two compressed forms (RFC 8422 §5.1.2).
    pub(crate) fn point_formats() -> Self {
        Self::new(ExtensionType::EC_POINT_FORMATS, [3, 0, 1, 2])
    }

    /// The signature schemes that the client verifies, in its order.
    pub(crate) fn schemes(schemes: &[Scheme]) -> Self {
        Self::written(ExtensionType::SIGNATURE_ALGORITHMS, |w| {
            w.vec16(|list| {
                list.u16s(schemes.iter().map(|scheme| scheme.0));
            });
        })
    }

    /// A peer that may send heartbeats (RFC 6520 §2).
    pub(crate) fn heartbeat() -> Self {
        Self::new(ExtensionType::HEARTBEAT, [1])
    }

    /// The application protocols that the client speaks, in its order (RFC 7301).
    pub(crate) fn alpn<'a>(protocols: impl IntoIterator<Item = &'a [u8]>) -> Self {
        Self::written(ExtensionType::ALPN, |w| {
            w.vec16(|list| {
                for protocol in protocols {
                    list.vec8(|name| {
                        name.bytes(protocol);
                    });
                }
            });
        })
    }

    /// Zeros, so many (RFC 7685).
    pub(crate) fn padding(count: u16) -> Self {
        Self::new(ExtensionType::PADDING, vec![0; count.into()])
    }

    /// The versions that the client speaks (RFC 8446 §4.2.1).
    pub(crate) fn versions(versions: &[Version]) -> Self {
        Self::written(ExtensionType::SUPPORTED_VERSIONS, |w| {
            w.vec8(|list| {
                list.u16s(versions.iter().map(|version| version.0));
            });
        })
    }

    /// Tickets are used together with a fresh key exchange (RFC 8446 §4.2.9).
    pub(crate) fn psk_modes() -> Self {
        Self::new(ExtensionType::PSK_KEY_EXCHANGE_MODES, [1, 1])
    }

    /// Key shares; none at all asks the server to name the group it wants (RFC 8446 §4.2.8).
    pub(crate) fn key_shares(shares: &[(Group, Vec<u8>)]) -> Self {
        Self::written(ExtensionType::KEY_SHARE, |w| {
            w.vec16(|list| {
                for (group, key) in shares {
                    list.u16(group.0).vec16(|share| {
                        share.bytes(key);
                    });
                }
            });
        })
    }

    /// A client that renegotiates only securely, on its first handshake (RFC 5746 §3.4).
    pub(crate) fn renegotiation_info() -> Self {
        Self::new(ExtensionType::RENEGOTIATION_INFO, [0])
    }

    /// The host name, where this is the server_name of a client and holds one.
    pub(crate) fn as_server_name(&self) -> Read<&[u8]> {
        let what = "the server name";
        let mut list = Reader::new(Reader::new(&self.body).vec16(what)?);
        while !list.is_empty() {
            let kind = list.u8(what)?;
            let name = list.vec16(what)?;
            if kind == 0 {
                return Ok(name);
            }
        }
        Err(Malformed(what))
    }

    /// The body as a list of 16-bit numbers behind two bytes of length.
    pub(crate) fn as_numbers(&self) -> Read<Vec<u16>> {
        let what = "a list in an extension";
        numbers(Reader::new(&self.body).vec16(what)?, what)
    }

    /// The body as a list of 16-bit numbers behind one byte of length.
    pub(crate) fn as_short_numbers(&self) -> Read<Vec<u16>> {
        let what = "a list in an extension";
        numbers(Reader::new(&self.body).vec8(what)?, what)
    }

    /// The body as a list of byte strings, each behind one byte of length (ALPN).
    pub(crate) fn as_protocols(&self) -> Read<Vec<Vec<u8>>> {
        let what = "the list of protocols";
        let mut list = Reader::new(Reader::new(&self.body).vec16(what)?);
        let mut protocols = Vec::new();
        while !list.is_empty() {
            protocols.push(list.vec8(what)?.to_vec());
        }
        Ok(protocols)
    }
}

/// Reads an extension block behind its two bytes of length.
///
/// # Errors
///
/// Where a length does not fit.
pub(crate) fn read_block(reader: &mut Reader<'_>) -> Read<Vec<Extension>> {
    let what = "the extensions";
    let mut block = Reader::new(reader.vec16(what)?);
    let mut extensions = Vec::new();
    while !block.is_empty() {
        let kind = ExtensionType(block.u16(what)?);
        extensions.push(Extension::new(kind, block.vec16(what)?));
    }
    Ok(extensions)
}

/// Writes an extension block behind its two bytes of length.
pub(crate) fn write_block(writer: &mut Writer, extensions: &[Extension]) {
    writer.vec16(|block| {
        for extension in extensions {
            block.u16(extension.kind.0).vec16(|body| {
                body.bytes(&extension.body);
            });
        }
    });
}

static NAMES: &[(u16, &str)] = &[
    (0, "server_name"),
    (1, "max_fragment_length"),
    (2, "client_certificate_url"),
    (3, "trusted_ca_keys"),
    (4, "truncated_hmac"),
    (5, "status_request"),
    (6, "user_mapping"),
    (7, "client_authz"),
    (8, "server_authz"),
    (9, "cert_type"),
    (10, "supported_groups"),
    (11, "ec_point_formats"),
    (12, "srp"),
    (13, "signature_algorithms"),
    (14, "use_srtp"),
    (15, "heartbeat"),
    (16, "application_layer_protocol_negotiation"),
    (17, "status_request_v2"),
    (18, "signed_certificate_timestamp"),
    (19, "client_certificate_type"),
    (20, "server_certificate_type"),
    (21, "padding"),
    (22, "encrypt_then_mac"),
    (23, "extended_master_secret"),
    (24, "token_binding"),
    (25, "cached_info"),
    (26, "tls_lts"),
    (27, "compress_certificate"),
    (28, "record_size_limit"),
    (29, "pwd_protect"),
    (30, "pwd_clear"),
    (31, "password_salt"),
    (32, "ticket_pinning"),
    (33, "tls_cert_with_extern_psk"),
    (34, "delegated_credential"),
    (35, "session_ticket"),
    (36, "TLMSP"),
    (37, "TLMSP_proxying"),
    (38, "TLMSP_delegate"),
    (39, "supported_ekt_ciphers"),
    (41, "pre_shared_key"),
    (42, "early_data"),
    (43, "supported_versions"),
    (44, "cookie"),
    (45, "psk_key_exchange_modes"),
    (47, "certificate_authorities"),
    (48, "oid_filters"),
    (49, "post_handshake_auth"),
    (50, "signature_algorithms_cert"),
    (51, "key_share"),
    (52, "transparency_info"),
    (54, "connection_id"),
    (55, "external_id_hash"),
    (56, "external_session_id"),
    (57, "quic_transport_parameters"),
    (58, "ticket_request"),
    (59, "dnssec_chain"),
    (60, "sequence_number_encryption_algorithms"),
    (61, "rrc"),
    (62, "tls_flags"),
    (13172, "next_protocol_negotiation"),
    (17513, "application_settings"),
    (17613, "application_settings_new"),
    (30032, "channel_id"),
    (0xfd00, "ech_outer_extensions"),
    (0xfe0d, "encrypted_client_hello"),
    (0xff01, "renegotiation_info"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        assert!(super::super::registry::is_sorted(NAMES));
        assert_eq!(
            Extension::server_name("a.test").as_server_name(),
            Ok(&b"a.test"[..])
        );
        assert_eq!(
            Extension::groups(&[Group(29), Group(23)]).as_numbers(),
            Ok(vec![29, 23])
        );
        assert_eq!(
            Extension::versions(&[Version(0x304)]).as_short_numbers(),
            Ok(vec![0x304])
        );
        let alpn = Extension::alpn([&b"h2"[..], b"http/1.1"]);
        assert_eq!(
            alpn.as_protocols(),
            Ok(vec![b"h2".to_vec(), b"http/1.1".to_vec()])
        );
        assert_eq!(ExtensionType(0xff01).name(), "renegotiation_info");
    }

    #[test]
    fn an_empty_server_name_list_is_no_name() {
        assert!(
            Extension::new(ExtensionType::SERVER_NAME, [0, 0])
                .as_server_name()
                .is_err()
        );
    }
}
