//! Schannel, the TLS of Windows: Internet Explorer, the first Edge, and .NET take what it has.

use super::{Client, Source};
use crate::wire::version::Version;

/// Oldest first.
pub(super) static CLIENTS: &[Client] = &[
    Client {
        id: "ie_8_xp",
        name: "Internet Explorer 8 on Windows XP",
        source: Source::Labs,
        versions: Version::SSL3..=Version::TLS1_0,
        suites: &[
            0x0004, 0x0005, 0x000a, 0x0009, 0x0064, 0x0062, 0x0003, 0x0006, 0x0013, 0x0012, 0x0063,
        ],
        sends_name: false,
        ..Client::PLAIN
    },
    Client {
        id: "ie_8_win_7",
        name: "Internet Explorer 8–10 on Windows 7",
        source: Source::Labs,
        versions: Version::SSL3..=Version::TLS1_0,
        suites: &[
            0xc014, 0xc013, 0x0035, 0x002f, 0xc00a, 0xc009, 0x0038, 0x0032, 0x000a, 0x0013, 0x0005, 0x0004,
        ],
        groups: &[0x0017, 0x0018, 0x0019],
        dh_bits: 1024..=4096,
        rsa_bits: 0..=16384,
        ..Client::PLAIN
    },
    Client {
        id: "ie_11_win_7",
        name: "Internet Explorer 11 on Windows 7",
        source: Source::Labs,
        versions: Version::TLS1_0..=Version::TLS1_2,
        suites: &[
            0xc028, 0xc027, 0xc014, 0xc013, 0x009f, 0x009e, 0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f,
            0xc02c, 0xc02b, 0xc024, 0xc023, 0xc00a, 0xc009, 0x006a, 0x0040, 0x0038, 0x0032, 0x000a, 0x0013,
        ],
        groups: &[0x0017, 0x0018],
        schemes: &[
            0x0601, 0x0603, 0x0401, 0x0501, 0x0201, 0x0403, 0x0503, 0x0203, 0x0202,
        ],
        dh_bits: 1024..=4096,
        rsa_bits: 0..=16384,
        ..Client::PLAIN
    },
    Client {
        id: "ie_11_win_8_1",
        name: "Internet Explorer 11 on Windows 8.1",
        source: Source::Labs,
        versions: Version::TLS1_0..=Version::TLS1_2,
        suites: &[
            0xc028, 0xc027, 0xc014, 0xc013, 0x009f, 0x009e, 0x0039, 0x0033, 0x009d, 0x009c, 0x003d, 0x003c,
            0x0035, 0x002f, 0xc02c, 0xc02b, 0xc024, 0xc023, 0xc00a, 0xc009, 0x006a, 0x0040, 0x0038, 0x0032,
            0x000a, 0x0013,
        ],
        groups: &[0x0017, 0x0018],
        schemes: &[
            0x0401, 0x0501, 0x0601, 0x0201, 0x0403, 0x0503, 0x0603, 0x0203, 0x0202,
        ],
        alpn: &["spdy/3", "http/1.1"],
        dh_bits: 1024..=4096,
        rsa_bits: 0..=16384,
        ..Client::PLAIN
    },
    Client {
        id: "ie_11_win_10",
        name: "Internet Explorer 11 on Windows 10",
        source: Source::Labs,
        versions: Version::TLS1_0..=Version::TLS1_2,
        suites: &[
            0xc02c, 0xc02b, 0xc030, 0xc02f, 0x009f, 0x009e, 0xc024, 0xc023, 0xc028, 0xc027, 0xc00a, 0xc009,
            0xc014, 0xc013, 0x0039, 0x0033, 0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f, 0x000a, 0x006a,
            0x0040, 0x0038, 0x0032, 0x0013,
        ],
        groups: &[0x0017, 0x0018],
        schemes: &[
            0x0401, 0x0501, 0x0201, 0x0403, 0x0503, 0x0203, 0x0202, 0x0601, 0x0603,
        ],
        alpn: &["h2", "http/1.1"],
        dh_bits: 1024..=4096,
        rsa_bits: 0..=16384,
        ..Client::PLAIN
    },
    Client {
        id: "edge_17",
        name: "Edge 17 on Windows 10",
        source: Source::Testssl,
        versions: Version::TLS1_0..=Version::TLS1_2,
        suites: &[
            0xc02c, 0xc02b, 0xc030, 0xc02f, 0xc024, 0xc023, 0xc028, 0xc027, 0xc00a, 0xc009, 0xc014, 0xc013,
            0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f, 0x000a,
        ],
        groups: &[0x001d, 0x0017, 0x0018],
        schemes: &[
            0x0401, 0x0501, 0x0201, 0x0403, 0x0503, 0x0203, 0x0202, 0x0601, 0x0603,
        ],
        alpn: &["h2", "http/1.1"],
        dh_bits: 1024..=4096,
        rsa_bits: 0..=16384,
        ..Client::PLAIN
    },
];
