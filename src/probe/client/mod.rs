//! Well-known clients, each as its ClientHello shows it, and what would come of it if they called on a
//! server: computed from what the surveys found out, without a connection. It judges the handshake, not
//! whether a client trusts the certificate.
//!
//! To add one: its entry in the file of its family, oldest first, taken from a hello that it sent; a family is
//! a file with `CLIENTS` and two lines here.

mod android;
mod chrome;
mod firefox;
mod java;
mod microsoft;
pub(crate) mod negotiation;
mod openssl;
mod safari;
mod server;
mod tool;

use std::ops::RangeInclusive;

use crate::wire::version::Version;

/// Every family.
static FAMILIES: &[&[Client]] = &[
    android::CLIENTS,
    chrome::CLIENTS,
    firefox::CLIENTS,
    safari::CLIENTS,
    microsoft::CLIENTS,
    java::CLIENTS,
    openssl::CLIENTS,
    tool::CLIENTS,
];

/// Every client, in the order of the report.
pub(crate) fn all() -> impl Iterator<Item = &'static Client> {
    FAMILIES.iter().copied().flatten()
}

/// A client, as its hello shows it; what GREASE it sends is left out.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    /// The id in facts.
    pub(crate) id: &'static str,
    /// What people call it.
    pub(crate) name: &'static str,
    /// Who saw the hello.
    pub(crate) source: Source,
    /// The versions that it takes.
    pub(crate) versions: RangeInclusive<Version>,
    /// The suites, in its order.
    pub(crate) suites: &'static [u16],
    /// The groups, in its order; none where it sends no such list.
    pub(crate) groups: &'static [u16],
    /// The groups of its key shares.
    pub(crate) shares: &'static [u16],
    /// The signature schemes, in its order; none where it sends no such list.
    pub(crate) schemes: &'static [u16],
    /// The application protocols, in its order.
    pub(crate) alpn: &'static [&'static str],
    /// Whether it sends the server's name.
    pub(crate) sends_name: bool,
    /// The sizes of a Diffie-Hellman prime that it takes, as far as that is known.
    pub(crate) dh_bits: RangeInclusive<u16>,
    /// The sizes of an RSA key that it takes, as far as that is known.
    pub(crate) rsa_bits: RangeInclusive<u16>,
    /// Whether its hello has the form of SSL 2.0, for servers of its time.
    pub(crate) is_sslv2: bool,
}

impl Client {
    /// What most of them have in common.
    const PLAIN: Self = Self {
        id: "",
        name: "",
        source: Source::Labs,
        versions: Version::TLS1_2..=Version::TLS1_3,
        suites: &[],
        groups: &[],
        shares: &[],
        schemes: &[],
        alpn: &[],
        sends_name: true,
        dh_bits: 0..=u16::MAX,
        rsa_bits: 0..=u16::MAX,
        is_sslv2: false,
    };
}

/// Who saw a client's hello.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Source {
    /// The client itself sent it to this project, on Debian 12.
    Captured,
    /// SSL Labs, <https://api.ssllabs.com/api/v3/getClients>, which also measured the sizes of keys.
    Labs,
    /// The authors of testssl.sh, in `etc/client-simulation.wiresharked.txt`.
    Testssl,
}

impl Source {
    /// The word for it in facts.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Captured => "captured",
            Self::Labs => "ssllabs",
            Self::Testssl => "testssl.sh",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::wire::suite::Suite;

    #[test]
    fn every_client_has_an_id_of_its_own_and_a_hello_that_makes_sense() {
        let ids: BTreeSet<_> = all().map(|client| client.id).collect();
        assert_eq!(ids.len(), all().count());
        assert!(ids.len() > 40);
        for client in all() {
            let is_snake = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(client.id.chars().all(is_snake), "{}", client.id);
            let speaks_13 = client.versions.contains(&Version::TLS1_3);
            let has_13 = client.suites.iter().any(|suite| Suite(*suite).is_for_tls13());
            assert_eq!(speaks_13, has_13, "{}", client.id);
            assert_eq!(speaks_13, !client.shares.is_empty(), "{}", client.id);
            assert!(client.shares.iter().all(|share| client.groups.contains(share)));
        }
    }
}
