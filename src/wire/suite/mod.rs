//! Cipher suites: an open registry, and what each is made of and worth. The parts are read from the
//! registered name, which has had one form since TLS 1.0: `TLS_<key exchange>_WITH_<cipher>_<hash>`.

mod table;

use super::version::Version;
use table::TABLE;

/// A cipher suite of SSL 3.0 to TLS 1.3.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Suite(pub(crate) u16);

/// How keys are agreed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum KeyExchange {
    /// Whatever the key_share says (TLS 1.3).
    Any,
    Dh,
    Dhe,
    DhePsk,
    Ecdh,
    Ecdhe,
    EcdhePsk,
    /// Anything else: Kerberos, GOST, SRP, passwords, Fortezza.
    Other,
    Psk,
    Rsa,
    RsaPsk,
}

/// How the server proves who it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Authentication {
    Anonymous,
    /// Whatever the signature scheme says (TLS 1.3).
    Any,
    Dss,
    Ecdsa,
    /// Anything else: Kerberos, GOST, SRP, passwords, SM2.
    Other,
    Psk,
    Rsa,
}

/// How much a suite is worth, worst first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Strength {
    /// No encryption (RFC 9325 §4.1).
    Null,
    /// Nobody knows who the server is (RFC 9325 §4.1).
    Anonymous,
    /// Keys of 40 or 56 bits on purpose (FREAK, Logjam).
    Export,
    /// RC4, DES, RC2, or an MD5 MAC: broken in practice (RFC 7465, RFC 8429).
    Broken,
    /// Blocks of 64 bits, which collide after 32 GiB (SWEET32).
    Weak,
    /// No forward secrecy, or CBC: RFC 9325 §4.2 advises against.
    Legacy,
    /// Forward secrecy and authenticated encryption.
    Strong,
}

impl Suite {
    /// A client that renegotiates only securely (RFC 5746 §3.3).
    pub(crate) const RENEGOTIATION_SCSV: Self = Self(0x00ff);
    /// A client that has fallen back to an older version (RFC 7507).
    pub(crate) const FALLBACK_SCSV: Self = Self(0x5600);

    /// Every suite that a server could choose: the table without signals, and the whole ranges
    /// that IANA reserves because something deployed uses them.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let known = TABLE.iter().map(|&(number, ..)| Self(number));
        let reserved = (0x0047..=0x0066)
            .map(Self)
            .filter(|suite| suite.known().is_none());
        known.chain(reserved).filter(|suite| !suite.is_signal())
    }

    /// The registered name, where there is one.
    pub(crate) fn known(self) -> Option<&'static str> {
        self.row().map(|&(_, name, _)| name)
    }

    /// The registered name, or the number as `0x1234`.
    pub(crate) fn name(self) -> std::borrow::Cow<'static, str> {
        self.known()
            .map_or_else(|| format!("0x{:04x}", self.0).into(), Into::into)
    }

    /// OpenSSL's name for it, where it has one.
    pub(crate) fn openssl_name(self) -> Option<&'static str> {
        self.row().map(|&(.., name)| name).filter(|name| !name.is_empty())
    }

    /// Whether it is no suite but a signal to the server.
    pub(crate) fn is_signal(self) -> bool {
        self == Self::RENEGOTIATION_SCSV || self == Self::FALLBACK_SCSV
    }

    /// Whether it belongs to TLS 1.3, and so to no earlier version.
    pub(crate) fn is_for_tls13(self) -> bool {
        matches!(self.0, 0x1301..=0x1307 | 0x00c6 | 0x00c7 | 0xc0b4 | 0xc0b5 | 0xc103..=0xc106)
    }

    /// Whether `version` can negotiate it by the book: authenticated encryption and SHA-2 came with
    /// TLS 1.2, export and DES went with 1.1 and 1.2. Servers do not always keep to it, so a scan offers all.
    pub(crate) fn is_for(self, version: Version) -> bool {
        (version == Version::TLS1_3) == self.is_for_tls13()
    }

    /// How keys are agreed.
    pub(crate) fn key_exchange(self) -> KeyExchange {
        if self.is_for_tls13() {
            return KeyExchange::Any;
        }
        let Some((head, _)) = self.parts() else {
            return KeyExchange::Other;
        };
        match head {
            "RSA" | "RSA_EXPORT" | "RSA_EXPORT1024" | "RSA_FIPS" => KeyExchange::Rsa,
            "PSK" => KeyExchange::Psk,
            "RSA_PSK" => KeyExchange::RsaPsk,
            "DHE_PSK" | "PSK_DHE" => KeyExchange::DhePsk,
            "ECDHE_PSK" => KeyExchange::EcdhePsk,
            // An anonymous server makes its Diffie-Hellman key anew, whatever the name says.
            _ if head.starts_with("DHE_") || head.starts_with("DH_anon") => KeyExchange::Dhe,
            _ if head.starts_with("DH_") => KeyExchange::Dh,
            _ if head.starts_with("ECDHE_") || head.starts_with("ECDH_anon") => KeyExchange::Ecdhe,
            _ if head.starts_with("ECDH_") => KeyExchange::Ecdh,
            _ => KeyExchange::Other,
        }
    }

    /// How the server proves who it is.
    pub(crate) fn authentication(self) -> Authentication {
        if self.is_for_tls13() {
            return Authentication::Any;
        }
        let Some((head, _)) = self.parts() else {
            return Authentication::Other;
        };
        if head.contains("anon") || head == "NULL" {
            Authentication::Anonymous
        } else if matches!(head, "PSK" | "DHE_PSK" | "PSK_DHE" | "ECDHE_PSK") {
            Authentication::Psk
        } else if head.contains("ECDSA") {
            Authentication::Ecdsa
        } else if head.contains("DSS") {
            Authentication::Dss
        } else if head.contains("RSA") {
            Authentication::Rsa
        } else {
            Authentication::Other
        }
    }

    /// The cipher with its mode, as the name says it: `AES_128_GCM`.
    pub(crate) fn cipher(self) -> &'static str {
        self.parts().map_or("", |(_, tail)| {
            let tail = tail.trim_end_matches("_OLD");
            [
                "_SHA",
                "_SHA1",
                "_SHA256",
                "_SHA384",
                "_SHA512",
                "_MD5",
                "_SM3",
                "_IMIT",
                "_OMAC",
                "_GOSTR3411",
            ]
            .iter()
            .find_map(|hash| tail.strip_suffix(hash))
            .unwrap_or(tail)
        })
    }

    /// The bits of the cipher's key that an attacker must search; 3DES counts 112 (NIST SP 800-57).
    pub(crate) fn bits(self) -> u16 {
        let cipher = self.cipher();
        let export = self.parts().map_or("", |(head, _)| head);
        let has = |part| cipher.contains(part);
        match () {
            () if has("NULL") => 0,
            () if has("3DES") => 112,
            () if export.contains("EXPORT1024") => 56,
            () if export.contains("EXPORT") || has("_40") || has("DES40") => 40,
            () if has("DES_CBC") => 56,
            () if has("256") || has("CHACHA20") || has("SALSA20") || has("28147") => 256,
            () if has("KUZNYECHIK") || has("MAGMA") => 256,
            () if has("FORTEZZA") => 80,
            () => 128,
        }
    }

    /// What protects integrity: `AEAD`, or the hash of the HMAC.
    pub(crate) fn mac(self) -> &'static str {
        if self.is_aead() {
            return "AEAD";
        }
        let tail = self.parts().map_or("", |(_, tail)| tail.trim_end_matches("_OLD"));
        let hash = tail.rsplit('_').next().unwrap_or_default();
        if hash == "SHA1" { "SHA" } else { hash }
    }

    /// Whether encryption and integrity are one.
    pub(crate) fn is_aead(self) -> bool {
        let cipher = self.cipher();
        ["GCM", "CCM", "POLY1305", "MGM", "AEGIS"]
            .iter()
            .any(|mode| cipher.contains(mode))
    }

    /// Whether it chains blocks, which is what BEAST, POODLE and Lucky 13 attack.
    pub(crate) fn is_cbc(self) -> bool {
        self.cipher().contains("CBC") || self.cipher().contains("DES40")
    }

    /// Whether a recorded session stays secret when the server's key is stolen later.
    pub(crate) fn is_forward_secret(self) -> bool {
        use KeyExchange::{Any, Dhe, DhePsk, Ecdhe, EcdhePsk};
        matches!(self.key_exchange(), Any | Dhe | DhePsk | Ecdhe | EcdhePsk)
            || self
                .known()
                .is_some_and(|name| name.contains("CECPQ1") || name.contains("ECDHE_SM4"))
    }

    /// Whether its keys are weak by law: 40 or 56 bits.
    pub(crate) fn is_export(self) -> bool {
        self.known().is_some_and(|name| name.contains("EXPORT"))
    }

    /// Whether its cipher is RC4.
    pub(crate) fn is_rc4(self) -> bool {
        self.cipher().contains("RC4")
    }

    /// Whether its cipher is DES (of 56 bits or of 40) or RC2, or its MAC MD5 (RFC 8429, RFC 6151).
    pub(crate) fn is_broken(&self) -> bool {
        let cipher = self.cipher();
        let is_des = cipher.starts_with("DES");
        is_des || cipher.contains("RC2") || self.mac() == "MD5"
    }

    /// Whether its blocks are 64 bits wide: DES, 3DES, IDEA, RC2, Magma and GOST 28147.
    pub(crate) fn has_small_blocks(self) -> bool {
        let cipher = self.cipher();
        ["DES", "IDEA", "RC2", "MAGMA", "28147"]
            .iter()
            .any(|name| cipher.contains(name))
    }

    /// How much it is worth; a suite without a name counts as legacy.
    pub(crate) fn strength(self) -> Strength {
        let cipher = self.cipher();
        let broken = self.is_rc4() || cipher.contains("RC2") || self.mac() == "MD5";
        if self.known().is_none() {
            Strength::Legacy
        } else if self.bits() == 0 || self.0 == 0xc0b4 || self.0 == 0xc0b5 {
            Strength::Null
        } else if self.authentication() == Authentication::Anonymous {
            Strength::Anonymous
        } else if self.is_export() {
            Strength::Export
        } else if broken || self.bits() <= 56 {
            Strength::Broken
        } else if self.has_small_blocks() {
            Strength::Weak
        } else if self.is_aead() && self.is_forward_secret() {
            Strength::Strong
        } else {
            Strength::Legacy
        }
    }

    /// What stands before and after `_WITH_`; TLS 1.3 names only what comes after.
    fn parts(self) -> Option<(&'static str, &'static str)> {
        let name = self.known()?;
        let name = name.strip_prefix("TLS_").or_else(|| name.strip_prefix("SSL_"))?;
        if self.is_for_tls13() {
            return Some(
                name.split_once("_WITH_")
                    .map_or(("", name), |(_, tail)| ("", tail)),
            );
        }
        name.split_once("_WITH_")
    }

    fn row(self) -> Option<&'static (u16, &'static str, &'static str)> {
        let found = TABLE.binary_search_by_key(&self.0, |&(number, ..)| number).ok()?;
        TABLE.get(found)
    }
}

impl std::fmt::Display for Suite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name())
    }
}

impl KeyExchange {
    /// The word for it in facts.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Dh => "dh",
            Self::Dhe => "dhe",
            Self::DhePsk => "dhe_psk",
            Self::Ecdh => "ecdh",
            Self::Ecdhe => "ecdhe",
            Self::EcdhePsk => "ecdhe_psk",
            Self::Other => "other",
            Self::Psk => "psk",
            Self::Rsa => "rsa",
            Self::RsaPsk => "rsa_psk",
        }
    }
}

impl Authentication {
    /// The word for it in facts.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Any => "any",
            Self::Dss => "dss",
            Self::Ecdsa => "ecdsa",
            Self::Other => "other",
            Self::Psk => "psk",
            Self::Rsa => "rsa",
        }
    }
}

impl Strength {
    /// The word for it in facts.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Broken => "broken",
            Self::Export => "export",
            Self::Legacy => "legacy",
            Self::Null => "null",
            Self::Strong => "strong",
            Self::Weak => "weak",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Number, key exchange, authentication, cipher, bits, MAC, strength, as the RFCs define them.
    #[rustfmt::skip]
    const KNOWN: &[(u16, &str, &str, &str, u16, &str, &str)] = &[
        (0x0001, "rsa", "rsa", "NULL", 0, "MD5", "null"),
        (0x0003, "rsa", "rsa", "RC4_40", 40, "MD5", "export"),
        (0x0004, "rsa", "rsa", "RC4_128", 128, "MD5", "broken"),
        (0x0009, "rsa", "rsa", "DES_CBC", 56, "SHA", "broken"),
        (0x000a, "rsa", "rsa", "3DES_EDE_CBC", 112, "SHA", "weak"),
        (0x0011, "dhe", "dss", "DES40_CBC", 40, "SHA", "export"),
        (0x0018, "dhe", "anonymous", "RC4_128", 128, "MD5", "anonymous"),
        (0x0033, "dhe", "rsa", "AES_128_CBC", 128, "SHA", "legacy"),
        (0x0031, "dh", "rsa", "AES_128_CBC", 128, "SHA", "legacy"),
        (0x0062, "rsa", "rsa", "DES_CBC", 56, "SHA", "export"),
        (0x009d, "rsa", "rsa", "AES_256_GCM", 256, "AEAD", "legacy"),
        (0x00aa, "dhe_psk", "psk", "AES_128_GCM", 128, "AEAD", "strong"),
        (0x1301, "any", "any", "AES_128_GCM", 128, "AEAD", "strong"),
        (0x1303, "any", "any", "CHACHA20_POLY1305", 256, "AEAD", "strong"),
        (0x1305, "any", "any", "AES_128_CCM_8", 128, "AEAD", "strong"),
        (0xc013, "ecdhe", "rsa", "AES_128_CBC", 128, "SHA", "legacy"),
        (0xc024, "ecdhe", "ecdsa", "AES_256_CBC", 256, "SHA384", "legacy"),
        (0xc025, "ecdh", "ecdsa", "AES_128_CBC", 128, "SHA256", "legacy"),
        (0xc018, "ecdhe", "anonymous", "AES_128_CBC", 128, "SHA", "anonymous"),
        (0xc02b, "ecdhe", "ecdsa", "AES_128_GCM", 128, "AEAD", "strong"),
        (0xc09f, "dhe", "rsa", "AES_256_CCM", 256, "AEAD", "strong"),
        (0xcc13, "ecdhe", "rsa", "CHACHA20_POLY1305", 256, "AEAD", "strong"),
        (0xcca8, "ecdhe", "rsa", "CHACHA20_POLY1305", 256, "AEAD", "strong"),
        (0xfeff, "rsa", "rsa", "3DES_EDE_CBC", 112, "SHA", "weak"),
    ];

    #[test]
    fn suites_are_made_of_what_their_rfcs_say() {
        for &(number, kx, auth, cipher, bits, mac, strength) in KNOWN {
            let suite = Suite(number);
            assert_eq!(suite.key_exchange().id(), kx, "{suite}");
            assert_eq!(suite.authentication().id(), auth, "{suite}");
            assert_eq!(
                (suite.cipher(), suite.bits(), suite.mac()),
                (cipher, bits, mac),
                "{suite}"
            );
            assert_eq!(suite.strength().id(), strength, "{suite}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_reaches_into_every_corner() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for number in [
            0x003b, 0x0047, 0x005f, 0x0060, 0x006d, 0xcc13, 0xcc15, 0xfefe, 0xfeff, 0xff80, 0xff87,
        ] {
            assert!(Suite::all().any(|suite| suite.0 == number), "{number:04x}");
        }
        assert!(!Suite::all().any(Suite::is_signal));
        assert!(Suite::all().count() > 420);
    }

    #[test]
    fn names_are_ianas_and_openssls() {
        assert_eq!(Suite(0xc02f).name(), "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assert_eq!(Suite(0xc02f).openssl_name(), Some("ECDHE-RSA-AES128-GCM-SHA256"));
        assert_eq!(Suite(0x1234).name(), "0x1234");
        assert_eq!(Suite(0x1234).openssl_name(), None);
    }
}
