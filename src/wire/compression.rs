//! Compression methods of the record layer (RFC 3749), which TLS 1.3 abolished, and the algorithms that
//! compress certificates (RFC 8879 §7.3), which it added.

use super::registry::registry;

registry! {
    /// A compression method of the record layer; any but null leaks plaintext (CRIME, RFC 7525 §3.3).
    Compression(u8, "2") in METHODS
}

registry! {
    /// An algorithm that compresses certificates.
    CertificateCompression(u16, "4") in ALGORITHMS
}

impl CertificateCompression {
    /// Every registered algorithm.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        ALGORITHMS.iter().map(|&(number, _)| Self(number))
    }
}

impl Compression {
    /// No compression.
    pub(crate) const NULL: Self = Self(0);
    /// DEFLATE (RFC 3749).
    pub(crate) const DEFLATE: Self = Self(1);
    /// LZS (RFC 3943).
    pub(crate) const LZS: Self = Self(64);
}

static METHODS: &[(u8, &str)] = &[(0, "null"), (1, "DEFLATE"), (64, "LZS")];

static ALGORITHMS: &[(u16, &str)] = &[(1, "zlib"), (2, "brotli"), (3, "zstd")];
