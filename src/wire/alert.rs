//! Alerts (RFC 8446 §6, and those of earlier versions and extensions).

use super::codec::{Read, Reader};
use super::registry::registry;

registry! {
    /// What an alert says.
    Description(u8, "2") in NAMES
}

impl Description {
    pub(crate) const CLOSE_NOTIFY: Self = Self(0);
    pub(crate) const PROTOCOL_VERSION: Self = Self(70);
    pub(crate) const INTERNAL_ERROR: Self = Self(80);
    pub(crate) const INAPPROPRIATE_FALLBACK: Self = Self(86);
    pub(crate) const UNRECOGNIZED_NAME: Self = Self(112);
    pub(crate) const NO_APPLICATION_PROTOCOL: Self = Self(120);

    /// The one of this name, or of this number.
    pub(crate) fn named(text: &str) -> Option<Self> {
        let known = NAMES.iter().find(|(_, name)| *name == text);
        let number = known.map_or_else(|| text.parse().ok(), |(number, _)| Some(*number));
        number.map(Self)
    }
}

/// An alert as it was received.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Alert {
    /// 1 is a warning, 2 is fatal.
    pub(crate) level: u8,
    /// What it says.
    pub(crate) description: Description,
}

impl Alert {
    /// Reads the two bytes of an alert.
    ///
    /// # Errors
    ///
    /// Where there are fewer than two.
    pub(crate) fn read(payload: &[u8]) -> Read<Self> {
        let mut reader = Reader::new(payload);
        Ok(Self {
            level: reader.u8("an alert's level")?,
            description: Description(reader.u8("an alert's description")?),
        })
    }

    /// Whether the connection ends with it. TLS 1.3 ignores the level but for two descriptions
    /// (RFC 8446 §6); earlier servers send warnings and go on.
    pub(crate) fn is_fatal(self) -> bool {
        self.level != 1
    }

    /// The registered name, or the number as `0x12`.
    pub(crate) fn name(self) -> std::borrow::Cow<'static, str> {
        self.description.name()
    }
}

static NAMES: &[(u8, &str)] = &[
    (0, "close_notify"),
    (10, "unexpected_message"),
    (20, "bad_record_mac"),
    (21, "decryption_failed"),
    (22, "record_overflow"),
    (30, "decompression_failure"),
    (40, "handshake_failure"),
    (41, "no_certificate"),
    (42, "bad_certificate"),
    (43, "unsupported_certificate"),
    (44, "certificate_revoked"),
    (45, "certificate_expired"),
    (46, "certificate_unknown"),
    (47, "illegal_parameter"),
    (48, "unknown_ca"),
    (49, "access_denied"),
    (50, "decode_error"),
    (51, "decrypt_error"),
    (52, "too_many_cids_requested"),
    (60, "export_restriction"),
    (70, "protocol_version"),
    (71, "insufficient_security"),
    (80, "internal_error"),
    (86, "inappropriate_fallback"),
    (90, "user_canceled"),
    (100, "no_renegotiation"),
    (109, "missing_extension"),
    (110, "unsupported_extension"),
    (111, "certificate_unobtainable"),
    (112, "unrecognized_name"),
    (113, "bad_certificate_status_response"),
    (114, "bad_certificate_hash_value"),
    (115, "unknown_psk_identity"),
    (116, "certificate_required"),
    (117, "general_error"),
    (120, "no_application_protocol"),
    (121, "ech_required"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alert_is_read_by_name() {
        let alert = Alert::read(&[2, 112]).expect("two bytes");
        assert!(alert.is_fatal());
        assert_eq!(alert.name(), "unrecognized_name");
        assert!(Alert::read(&[2]).is_err());
        assert!(NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
