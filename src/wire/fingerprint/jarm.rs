//! JARM: ten hellos, and a hash of what a server makes of them (github.com/salesforce/jarm). The oddities are
//! the original's: without them the hashes would not compare.

use super::sha256;
use crate::wire::client_hello::ClientHello;
use crate::wire::extension::{Extension, ExtensionType};
use crate::wire::flight::Flight;
use crate::wire::group::Group;
use crate::wire::record::{ContentType, write};
use crate::wire::scheme::Scheme;
use crate::wire::suite::Suite;
use crate::wire::version::Version;

/// One of the ten hellos.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hello {
    version: Version,
    suites: Order,
    has_tls13_suites: bool,
    has_grease: bool,
    has_rare_alpn: bool,
    versions: Versions,
    others: Order,
}

/// How a list is turned.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Order {
    BottomHalf,
    Forward,
    MiddleOut,
    Reverse,
    TopHalf,
}

/// What supported_versions says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Versions {
    Absent,
    UpTo12,
    UpTo13,
}

/// The ten, in the order of the hash.
pub(crate) const HELLOS: [Hello; 10] = {
    use Order::{BottomHalf, Forward, MiddleOut, Reverse, TopHalf};
    use Versions::{Absent, UpTo12, UpTo13};
    let plain = Hello {
        version: Version::TLS1_2,
        suites: Forward,
        has_tls13_suites: true,
        has_grease: false,
        has_rare_alpn: false,
        versions: UpTo12,
        others: Reverse,
    };
    let modern = Hello {
        version: Version::TLS1_3,
        versions: UpTo13,
        ..plain
    };
    [
        plain,
        Hello {
            suites: Reverse,
            others: Forward,
            ..plain
        },
        Hello {
            suites: TopHalf,
            versions: Absent,
            others: Forward,
            ..plain
        },
        Hello {
            suites: BottomHalf,
            has_rare_alpn: true,
            versions: Absent,
            others: Forward,
            ..plain
        },
        Hello {
            suites: MiddleOut,
            has_grease: true,
            has_rare_alpn: true,
            versions: Absent,
            ..plain
        },
        Hello {
            version: Version::TLS1_1,
            versions: Absent,
            others: Forward,
            ..plain
        },
        modern,
        Hello {
            suites: Reverse,
            others: Forward,
            ..modern
        },
        Hello {
            has_tls13_suites: false,
            others: Forward,
            ..modern
        },
        Hello {
            suites: MiddleOut,
            has_grease: true,
            ..modern
        },
    ]
};

impl Hello {
    /// The record to send; `random` serves wherever 32 bytes of noise are wanted.
    pub(crate) fn record(self, server_name: &str, random: [u8; 32]) -> Vec<u8> {
        let is_13 = self.version == Version::TLS1_3;
        let legacy = if is_13 { Version::TLS1_2 } else { self.version };
        let mut suites: Vec<Suite> = SUITES.iter().copied().map(Suite).collect();
        suites.retain(|suite| self.has_tls13_suites || suite.0 >> 8 != 0x13);
        let mut suites = turned(&suites, self.suites);
        if self.has_grease {
            suites.insert(0, Suite(GREASE));
        }
        let mut hello = ClientHello::new(legacy, random, suites);
        hello.session_id = random.to_vec();
        hello.extensions = Some(self.extensions(server_name, random));
        let outer = if is_13 { Version::TLS1_0 } else { self.version };
        write(ContentType::HANDSHAKE, outer, &hello.to_message())
    }

    fn extensions(self, server_name: &str, random: [u8; 32]) -> Vec<Extension> {
        let mut extensions = Vec::new();
        let mut shares = vec![(Group::X25519, random.to_vec())];
        if self.has_grease {
            extensions.push(Extension::empty(ExtensionType(GREASE)));
            shares.insert(0, (Group(GREASE), vec![0]));
        }
        extensions.extend([
            Extension::server_name(server_name),
            Extension::empty(ExtensionType::EXTENDED_MASTER_SECRET),
            Extension::new(ExtensionType(1), [1]),
            Extension::renegotiation_info(),
            Extension::groups(&[Group(0x1d), Group(0x17), Group(0x18), Group(0x19)]),
            Extension::new(ExtensionType::EC_POINT_FORMATS, [1, 0]),
            Extension::empty(ExtensionType::SESSION_TICKET),
            self.alpn(),
            Extension::schemes(&SCHEMES.map(Scheme)),
            Extension::key_shares(&shares),
            Extension::psk_modes(),
        ]);
        extensions.extend(self.versions());
        extensions
    }

    /// In the original two names are one element, so that they stay together when the list is turned.
    fn alpn(self) -> Extension {
        let all: &[&[&str]] = if self.has_rare_alpn {
            &[
                &["http/0.9"],
                &["http/1.0"],
                &["spdy/1"],
                &["spdy/2"],
                &["spdy/3"],
                &["h2c"],
                &["hq"],
            ]
        } else {
            &[
                &["http/0.9"],
                &["http/1.0"],
                &["http/1.1"],
                &["spdy/1"],
                &["spdy/2"],
                &["spdy/3", "h2"],
                &["h2c"],
                &["hq"],
            ]
        };
        let names = turned(all, self.others);
        Extension::alpn(
            names
                .iter()
                .flat_map(|names| names.iter().map(|name| name.as_bytes())),
        )
    }

    fn versions(self) -> Option<Extension> {
        let all: &[u16] = match self.versions {
            Versions::Absent => return None,
            Versions::UpTo12 => &[0x0301, 0x0302, 0x0303],
            Versions::UpTo13 => &[0x0301, 0x0302, 0x0303, 0x0304],
        };
        let mut versions = turned(all, self.others);
        if self.has_grease {
            versions.insert(0, GREASE);
        }
        let versions: Vec<Version> = versions.into_iter().map(Version).collect();
        Some(Extension::versions(&versions))
    }
}

/// What one answer says, in the original's words: suite, version, protocol, extensions.
pub(crate) fn describe(received: &[u8]) -> String {
    let flight = Flight::read(received);
    let Some(hello) = flight.server_hello.filter(|_| flight.alerts.is_empty()) else {
        return "|||".to_owned();
    };
    let kinds: Vec<String> = hello
        .extensions()
        .iter()
        .map(|extension| format!("{:04x}", extension.kind.0))
        .collect();
    let alpn = hello.alpn().unwrap_or_default();
    let (suite, version) = (hello.suite.0, hello.legacy_version.0);
    // A hello without extensions is an error to the original, whose answer then has no fields in it.
    if kinds.is_empty() {
        return format!("{suite:04x}|{version:04x}||");
    }
    format!(
        "{suite:04x}|{version:04x}|{}|{}",
        String::from_utf8_lossy(&alpn),
        kinds.join("-")
    )
}

/// The fingerprint of the ten descriptions in their order.
pub(crate) fn hash(descriptions: &[String]) -> String {
    if descriptions.iter().all(|one| one == "|||") {
        return "0".repeat(62);
    }
    let mut fuzzy = String::new();
    let mut rest = String::new();
    for one in descriptions {
        let mut fields = one.splitn(4, '|');
        let (suite, version) = (
            fields.next().unwrap_or_default(),
            fields.next().unwrap_or_default(),
        );
        fuzzy.push_str(&suite_code(suite));
        fuzzy.push(
            version
                .chars()
                .nth(3)
                .and_then(|digit| digit.to_digit(6))
                .map_or('0', |digit| char::from(b'a' + u8::try_from(digit).unwrap_or(0))),
        );
        fields.for_each(|field| rest.push_str(field));
    }
    fuzzy + &sha256(&rest)[..32]
}

/// The place of a suite in the sorted list, counted from 1; one past the end for others.
fn suite_code(suite: &str) -> String {
    let Ok(number) = u16::from_str_radix(suite, 16) else {
        return "00".to_owned();
    };
    let mut sorted = SUITES.to_vec();
    // The original sorts TLS 1.3 behind all others.
    sorted.sort_unstable_by_key(|suite| (suite >> 8 == 0x13, *suite));
    let place = sorted
        .iter()
        .position(|suite| *suite == number)
        .unwrap_or(sorted.len());
    format!("{:02x}", place + 1)
}

fn turned<T: Copy>(list: &[T], order: Order) -> Vec<T> {
    let middle = list.len() / 2;
    let is_odd = list.len() % 2 == 1;
    match order {
        Order::Forward => list.to_vec(),
        Order::Reverse => list.iter().rev().copied().collect(),
        Order::BottomHalf => list[middle + usize::from(is_odd)..].to_vec(),
        Order::TopHalf => list[..middle + usize::from(is_odd)]
            .iter()
            .rev()
            .copied()
            .collect(),
        Order::MiddleOut => {
            let (low, high) = if is_odd {
                (middle, middle + 1)
            } else {
                (middle, middle)
            };
            let mut out: Vec<T> = list.get(middle).filter(|_| is_odd).copied().into_iter().collect();
            for step in 0..low {
                out.extend([list[high + step], list[low - 1 - step]]);
            }
            out
        }
    }
}

const GREASE: u16 = 0x1a1a;

const SCHEMES: [u16; 9] = [
    0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201,
];

#[rustfmt::skip]
const SUITES: &[u16] = &[
    0x0016, 0x0033, 0x0067, 0xc09e, 0xc0a2, 0x009e, 0x0039, 0x006b, 0xc09f, 0xc0a3, 0x009f, 0x0045, 0x00be, 0x0088,
    0x00c4, 0x009a, 0xc008, 0xc009, 0xc023, 0xc0ac, 0xc0ae, 0xc02b, 0xc00a, 0xc024, 0xc0ad, 0xc0af, 0xc02c, 0xc072,
    0xc073, 0xcca9, 0x1302, 0x1301, 0xcc14, 0xc007, 0xc012, 0xc013, 0xc027, 0xc02f, 0xc014, 0xc028, 0xc030, 0xc060,
    0xc061, 0xc076, 0xc077, 0xcca8, 0x1305, 0x1304, 0x1303, 0xcc13, 0xc011, 0x000a, 0x002f, 0x003c, 0xc09c, 0xc0a0,
    0x009c, 0x0035, 0x003d, 0xc09d, 0xc0a1, 0x009d, 0x0041, 0x00ba, 0x0084, 0x00c0, 0x0007, 0x0004, 0x0005,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_turned_as_the_original_does() {
        let even: Vec<u8> = (1..=6).collect();
        let odd: Vec<u8> = (1..=5).collect();
        assert_eq!(turned(&even, Order::MiddleOut), [4, 3, 5, 2, 6, 1]);
        assert_eq!(turned(&odd, Order::MiddleOut), [3, 4, 2, 5, 1]);
        assert_eq!(turned(&even, Order::TopHalf), [3, 2, 1]);
        assert_eq!(turned(&odd, Order::TopHalf), [3, 2, 1]);
        assert_eq!(turned(&odd, Order::BottomHalf), [4, 5]);
        assert_eq!(turned(&even, Order::BottomHalf), [4, 5, 6]);
    }

    #[test]
    fn a_server_that_refuses_all_is_all_zeros() {
        let refused = vec!["|||".to_owned(); 10];
        assert_eq!(hash(&refused), "0".repeat(62));
        assert_eq!(describe(b"HTTP/1.1 400"), "|||");
        assert_eq!(suite_code("0004"), "01");
        assert_eq!(suite_code("1301"), "41");
        assert_eq!(suite_code(""), "00");
    }

    #[test]
    fn the_ten_hellos_can_be_read_back() {
        for hello in HELLOS {
            let record = hello.record("a.test", [5; 32]);
            let read = ClientHello::read(&record[5..]).expect("our own hello");
            assert_eq!(read.server_name().as_deref(), Some("a.test"));
        }
    }
}
