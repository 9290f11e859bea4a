//! Named groups (RFC 8446 §4.2.7, RFC 8422 §5.1.1, RFC 7919): elliptic curves, finite fields, and the
//! post-quantum key encapsulations and hybrids.

use super::registry::registry;

registry! {
    /// A named group, the `NamedGroup` of RFC 8446.
    Group(u16, "4") in NAMES
}

impl Group {
    /// Curve25519 (RFC 7748).
    pub(crate) const X25519: Self = Self(0x001d);

    /// Every registered group.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|&(number, _)| Self(number))
    }

    /// Whether it is a finite field of RFC 7919.
    pub(crate) fn is_ffdhe(self) -> bool {
        self.0 >> 8 == 0x01
    }

    /// Whether a quantum computer does not break it: ML-KEM, Kyber or CECPQ2, alone or in a hybrid.
    pub(crate) fn is_post_quantum(self) -> bool {
        matches!(self.0, 0x0200..=0x0202 | 0x11eb..=0x11ee | 0x4138 | 0x6399 | 0x639a | 0xfe30 | 0xfe31)
    }

    /// Whether TLS 1.3 may negotiate it. The rest of the code points are obsolete there
    /// (RFC 8446 §4.2.7), and some servers refuse a 1.3 hello that lists one.
    pub(crate) fn is_for_tls13(self) -> bool {
        matches!(self.0, 23..=25 | 29..=41 | 0x0100..=0x0104) || self.is_post_quantum()
    }

    /// The strength in bits against the best known classical attack (NIST SP 800-57 part 1, table 2),
    /// where it is known.
    pub(crate) fn strength_bits(self) -> Option<u16> {
        Some(match self.0 {
            1..=3 | 15..=17 => 80,
            4 | 5 | 18 | 19 => 96,
            6..=8 | 20 | 21 => 112,
            9 | 10 | 22 | 23 | 26 | 29 | 31 | 34..=37 | 41 => 128,
            11 | 12 | 24 | 27 | 32 => 192,
            13 | 14 | 25 | 28 | 33 | 38..=40 => 256,
            30 => 224,
            0x0100 => 112,
            0x0101 => 128,
            0x0102 => 152,
            0x0103 => 176,
            0x0104 => 200,
            0x0200 => 128,
            0x0201 | 0x11eb | 0x11ec | 0x11ee | 0x6399 | 0x639a | 0xfe31 => 192,
            0x0202 | 0x11ed => 256,
            _ => return None,
        })
    }
}

static NAMES: &[(u16, &str)] = &[
    (1, "sect163k1"),
    (2, "sect163r1"),
    (3, "sect163r2"),
    (4, "sect193r1"),
    (5, "sect193r2"),
    (6, "sect233k1"),
    (7, "sect233r1"),
    (8, "sect239k1"),
    (9, "sect283k1"),
    (10, "sect283r1"),
    (11, "sect409k1"),
    (12, "sect409r1"),
    (13, "sect571k1"),
    (14, "sect571r1"),
    (15, "secp160k1"),
    (16, "secp160r1"),
    (17, "secp160r2"),
    (18, "secp192k1"),
    (19, "secp192r1"),
    (20, "secp224k1"),
    (21, "secp224r1"),
    (22, "secp256k1"),
    (23, "secp256r1"),
    (24, "secp384r1"),
    (25, "secp521r1"),
    (26, "brainpoolP256r1"),
    (27, "brainpoolP384r1"),
    (28, "brainpoolP512r1"),
    (29, "x25519"),
    (30, "x448"),
    (31, "brainpoolP256r1tls13"),
    (32, "brainpoolP384r1tls13"),
    (33, "brainpoolP512r1tls13"),
    (34, "GC256A"),
    (35, "GC256B"),
    (36, "GC256C"),
    (37, "GC256D"),
    (38, "GC512A"),
    (39, "GC512B"),
    (40, "GC512C"),
    (41, "curveSM2"),
    (0x0100, "ffdhe2048"),
    (0x0101, "ffdhe3072"),
    (0x0102, "ffdhe4096"),
    (0x0103, "ffdhe6144"),
    (0x0104, "ffdhe8192"),
    (0x0200, "MLKEM512"),
    (0x0201, "MLKEM768"),
    (0x0202, "MLKEM1024"),
    (0x11eb, "SecP256r1MLKEM768"),
    (0x11ec, "X25519MLKEM768"),
    (0x11ed, "SecP384r1MLKEM1024"),
    (0x11ee, "curveSM2MLKEM768"),
    (0x4138, "CECPQ2"),
    (0x6399, "X25519Kyber768Draft00"),
    (0x639a, "SecP256r1Kyber768Draft00"),
    (0xfe30, "X25519Kyber512Draft00"),
    (0xfe31, "X25519Kyber768Draft00Old"),
    (0xff01, "arbitrary_explicit_prime_curves"),
    (0xff02, "arbitrary_explicit_char2_curves"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hybrids_are_post_quantum_and_legal_in_tls13() {
        assert!(super::super::registry::is_sorted(NAMES));
        for number in [0x11eb, 0x11ec, 0x11ed] {
            assert!(
                Group(number).is_post_quantum() && Group(number).is_for_tls13(),
                "{number:04x}"
            );
        }
        assert!(!Group(22).is_for_tls13(), "secp256k1 is obsolete in 1.3");
        assert_eq!(Group(0x11ec).name(), "X25519MLKEM768");
        assert_eq!(Group(0x1234).name(), "0x1234");
    }
}
