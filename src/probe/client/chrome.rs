//! Chrome and Chromium, which Edge and Opera have been made of since 2020.

use super::{Client, Source};
use crate::wire::version::Version;

/// Oldest first.
pub(super) static CLIENTS: &[Client] = &[
    Client {
        id: "chrome_31",
        name: "Chrome 31",
        source: Source::Labs,
        versions: Version::SSL3..=Version::TLS1_2,
        suites: &[
            0xc02b, 0xc02f, 0x009e, 0x009c, 0xc00a, 0xc014, 0x0039, 0x0035, 0xc007, 0xc009, 0xc011, 0xc013,
            0x0033, 0x0032, 0x0005, 0x0004, 0x002f, 0x000a,
        ],
        groups: &[0x0017, 0x0018, 0x0019],
        schemes: &[0x0401, 0x0501, 0x0201, 0x0403, 0x0503, 0x0203, 0x0402, 0x0202],
        alpn: &["spdy/2", "spdy/3", "spdy/3.1", "http/1.1"],
        ..Client::PLAIN
    },
    Client {
        id: "chrome_49_xp",
        name: "Chrome 49 on Windows XP",
        source: Source::Labs,
        versions: Version::TLS1_0..=Version::TLS1_2,
        suites: &[
            0xc02f, 0xcca8, 0xcc13, 0xc014, 0xc013, 0x009c, 0x0035, 0x002f, 0x000a,
        ],
        groups: &[0x0017, 0x0018],
        schemes: &[
            0x0601, 0x0603, 0x0501, 0x0503, 0x0401, 0x0403, 0x0301, 0x0303, 0x0201, 0x0203,
        ],
        alpn: &["h2", "spdy/3.1", "http/1.1"],
        dh_bits: 1024..=u16::MAX,
        ..Client::PLAIN
    },
    Client {
        id: "chrome_70",
        name: "Chrome 70",
        source: Source::Labs,
        versions: Version::TLS1_0..=Version::TLS1_3,
        suites: &[
            0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c,
            0x009d, 0x002f, 0x0035, 0x000a,
        ],
        groups: &[0x001d, 0x0017, 0x0018],
        shares: &[0x001d],
        schemes: &[
            0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201,
        ],
        alpn: &["h2", "http/1.1"],
        dh_bits: 1024..=u16::MAX,
        ..Client::PLAIN
    },
    Client {
        id: "chrome_101",
        name: "Chrome 101",
        source: Source::Testssl,
        versions: Version::TLS1_2..=Version::TLS1_3,
        suites: &[
            0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c,
            0x009d, 0x002f, 0x0035,
        ],
        groups: &[0x001d, 0x0017, 0x0018],
        shares: &[0x001d],
        schemes: &[0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601],
        alpn: &["h2", "http/1.1"],
        dh_bits: 1024..=u16::MAX,
        ..Client::PLAIN
    },
    Client {
        id: "chromium_137",
        name: "Chromium 137",
        source: Source::Testssl,
        versions: Version::TLS1_2..=Version::TLS1_3,
        suites: &[
            0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c,
            0x009d, 0x002f, 0x0035,
        ],
        groups: &[0x11ec, 0x001d, 0x0017, 0x0018],
        shares: &[0x11ec, 0x001d],
        schemes: &[0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601],
        alpn: &["h2", "http/1.1"],
        dh_bits: 1024..=u16::MAX,
        ..Client::PLAIN
    },
    Client {
        id: "chromium_156",
        name: "Chromium 156",
        source: Source::Captured,
        versions: Version::TLS1_2..=Version::TLS1_3,
        suites: &[
            0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c,
            0x009d, 0x002f, 0x0035,
        ],
        groups: &[0x11ec, 0x001d, 0x0017, 0x0018],
        shares: &[0x11ec, 0x001d],
        schemes: &[
            0x0904, 0x0905, 0x0906, 0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601,
        ],
        alpn: &["h2", "http/1.1"],
        ..Client::PLAIN
    },
];
