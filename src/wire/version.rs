//! Protocol versions as they stand on the wire, SSL 2.0 to TLS 1.3 and its drafts (RFC 8446 §4.2.1).

use super::registry::registry;

registry! {
    /// A protocol version.
    Version(u16, "4") in NAMES
}

impl Version {
    /// SSL 2.0, which RFC 6176 prohibits.
    pub(crate) const SSL2: Self = Self(0x0002);
    /// SSL 3.0, which RFC 7568 deprecates.
    pub(crate) const SSL3: Self = Self(0x0300);
    /// TLS 1.0, which RFC 8996 deprecates.
    pub(crate) const TLS1_0: Self = Self(0x0301);
    /// TLS 1.1, which RFC 8996 deprecates.
    pub(crate) const TLS1_1: Self = Self(0x0302);
    /// TLS 1.2 (RFC 5246).
    pub(crate) const TLS1_2: Self = Self(0x0303);
    /// TLS 1.3 (RFC 8446).
    pub(crate) const TLS1_3: Self = Self(0x0304);

    /// Every version that was ever final, newest first.
    pub(crate) const ALL: &'static [Self] = &[
        Self::TLS1_3,
        Self::TLS1_2,
        Self::TLS1_1,
        Self::TLS1_0,
        Self::SSL3,
        Self::SSL2,
    ];

    /// The id in facts and on the command line: `tls1_2`.
    pub(crate) fn id(self) -> Option<&'static str> {
        Some(match self {
            Self::SSL2 => "ssl2",
            Self::SSL3 => "ssl3",
            Self::TLS1_0 => "tls1_0",
            Self::TLS1_1 => "tls1_1",
            Self::TLS1_2 => "tls1_2",
            Self::TLS1_3 => "tls1_3",
            _ => return None,
        })
    }
}

static NAMES: &[(u16, &str)] = &[
    (0x0002, "SSL 2.0"),
    (0x0300, "SSL 3.0"),
    (0x0301, "TLS 1.0"),
    (0x0302, "TLS 1.1"),
    (0x0303, "TLS 1.2"),
    (0x0304, "TLS 1.3"),
    (0x7f12, "TLS 1.3 draft 18"),
    (0x7f13, "TLS 1.3 draft 19"),
    (0x7f14, "TLS 1.3 draft 20"),
    (0x7f15, "TLS 1.3 draft 21"),
    (0x7f16, "TLS 1.3 draft 22"),
    (0x7f17, "TLS 1.3 draft 23"),
    (0x7f18, "TLS 1.3 draft 24"),
    (0x7f19, "TLS 1.3 draft 25"),
    (0x7f1a, "TLS 1.3 draft 26"),
    (0x7f1b, "TLS 1.3 draft 27"),
    (0x7f1c, "TLS 1.3 draft 28"),
    (0xfefc, "DTLS 1.3"),
    (0xfefd, "DTLS 1.2"),
    (0xfeff, "DTLS 1.0"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_unknown_numbers_survive() {
        assert!(super::super::registry::is_sorted(NAMES));
        assert_eq!(Version::TLS1_2.name(), "TLS 1.2");
        assert_eq!(Version(0x0309).name(), "0x0309");
        assert!(Version::ALL.iter().all(|version| version.id().is_some()));
    }
}
