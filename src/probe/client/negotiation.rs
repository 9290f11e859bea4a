//! What a client and a server would agree on: pure reasoning over the hello of the one and what is known of
//! the other (RFC 8446 §4.1, RFC 5246 §7.4.1). What that does not decide stays open.

use std::collections::{BTreeMap, BTreeSet};

use super::Client;
use crate::probe::survey::tls13::Preference;
use crate::wire::group::Group;
use crate::wire::scheme::Scheme;
use crate::wire::suite::{Authentication, KeyExchange, Suite};
use crate::wire::version::Version;

/// What decides whom a server can talk to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Server {
    /// Whether it speaks a version; the error is why that is not known.
    pub(crate) spoken: BTreeMap<Version, Result<bool, String>>,
    /// The suites of each version.
    pub(crate) suites: BTreeMap<Version, Choice<Suite>>,
    /// The elliptic curves up to TLS 1.2.
    pub(crate) groups: Option<Choice<Group>>,
    /// The groups of TLS 1.3.
    pub(crate) groups13: Option<Choice<Group>>,
    /// The fields of RFC 7919 that it takes up to TLS 1.2.
    pub(crate) fields: Vec<Group>,
    /// The schemes that it signs with in TLS 1.2; none where they are not known.
    pub(crate) schemes: Vec<Scheme>,
    /// The schemes that it signs with in TLS 1.3; none where they are not known.
    pub(crate) schemes13: Vec<Scheme>,
    /// The versions in which its own order gives way to a client that puts ChaCha20 first.
    pub(crate) gives_way: BTreeMap<Version, bool>,
    /// The curve of its own ECDSA key.
    pub(crate) curve: Option<Group>,
    /// The size of its RSA key.
    pub(crate) rsa_bits: Option<u16>,
    /// The sizes of its Diffie-Hellman primes.
    pub(crate) prime_bits: BTreeSet<u16>,
    /// What becomes of a client that sends no name.
    pub(crate) nameless: Nameless,
    /// The application protocols, where it turns away clients that offer others only.
    pub(crate) insists_on: Option<Vec<Vec<u8>>>,
}

/// A list that a server picks from.
#[derive(Clone, Debug)]
pub(crate) struct Choice<T> {
    /// In the order the server picked them.
    pub(crate) items: Vec<T>,
    /// Whose order decides, where that is known.
    pub(crate) by: Option<Preference>,
    /// What the server ranks, where it follows the client inside each.
    pub(crate) tuples: Vec<Vec<T>>,
    /// Why the list may be incomplete, where it may.
    pub(crate) incomplete: Option<String>,
}

/// What becomes of a client that sends no name.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) enum Nameless {
    /// It gets another certificate than by name.
    OtherCertificate,
    /// It is turned away.
    Refused,
    /// It gets what the others get.
    #[default]
    Served,
    /// Not known, and why.
    Unknown(String),
}

/// What would come of a client's call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// They agree.
    Agreed(Agreed),
    /// They cannot, and why.
    Refused(String),
    /// What is known does not decide it, and why.
    Open(String),
}

/// What client and server agree on; an error is why a part of it is not known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Agreed {
    /// The version.
    pub(crate) version: Version,
    /// The suite.
    pub(crate) suite: Result<Suite, String>,
    /// The group of the key exchange, where it has one.
    pub(crate) group: Result<Option<Group>, String>,
}

impl Client {
    /// What would come of this client's call on `server`.
    pub(crate) fn meets(&self, server: &Server) -> Outcome {
        match self.agree(server) {
            Ok(agreed) if self.is_sslv2 => {
                let version = agreed.version;
                Outcome::Open(format!(
                    "its hello has the form of SSL 2.0, which not every server with {version} reads"
                ))
            }
            Ok(agreed) => Outcome::Agreed(agreed),
            Err(outcome) => outcome,
        }
    }

    fn agree(&self, server: &Server) -> Result<Agreed, Outcome> {
        let version = self.version(server)?;
        if !self.sends_name {
            match &server.nameless {
                Nameless::Served | Nameless::OtherCertificate => {}
                Nameless::Refused => {
                    return refused("it sends no server name, and the server insists on one");
                }
                Nameless::Unknown(why) => return Err(Outcome::Open(why.clone())),
            }
        }
        if let Some(protocols) = &server.insists_on
            && !self.alpn.is_empty()
            && !protocols
                .iter()
                .any(|one| self.alpn.iter().any(|other| other.as_bytes() == one))
        {
            return refused("no application protocol in common");
        }
        if version == Version::TLS1_3 {
            self.modern(server)
        } else {
            self.classic(server, version)
        }
    }

    /// The newest version that both speak: servers take no older one.
    fn version(&self, server: &Server) -> Result<Version, Outcome> {
        for version in Version::ALL
            .iter()
            .filter(|version| self.versions.contains(version))
        {
            match server.spoken.get(version) {
                Some(Ok(true)) => return Ok(*version),
                Some(Ok(false)) => {}
                Some(Err(why)) => return Err(Outcome::Open(why.clone())),
                None => return Err(Outcome::Open(format!("whether {version} is spoken is not known"))),
            }
        }
        refused(format!(
            "no version in common: it ends at {}",
            self.versions.end()
        ))
    }

    fn modern(&self, server: &Server) -> Result<Agreed, Outcome> {
        let suites: Vec<Suite> = self.suites().filter(|suite| suite.is_for_tls13()).collect();
        let known = server.suites.get(&Version::TLS1_3);
        let suite = taken(known, &suites, "cipher suite")?;
        if is_disjoint(&self.schemes(), &server.schemes13) {
            return refused("no signature scheme in common");
        }
        let group = self.group13(server)?;
        Ok(Agreed {
            version: Version::TLS1_3,
            suite,
            group: group.map(Some),
        })
    }

    /// The group of TLS 1.3: the preferred one of both, unless the server might rather take another that came
    /// with a key share. RFC 8446 §4.1.1 leaves that to it, and OpenSSL before 3.5 takes the first share it can.
    fn group13(&self, server: &Server) -> Result<Result<Group, String>, Outcome> {
        let groups: Vec<Group> = self.groups().collect();
        let preferred = taken(server.groups13.as_ref(), &groups, "group")?;
        let known = |share: &Group| {
            server
                .groups13
                .as_ref()
                .is_some_and(|choice| choice.items.contains(share))
        };
        let first_share = self.shares.iter().copied().map(Group).find(known);
        Ok(preferred.and_then(|group| match first_share {
            Some(share) if share != group => Err(format!("{group}, or {share} of the key shares sent")),
            _ => Ok(group),
        }))
    }

    fn classic(&self, server: &Server, version: Version) -> Result<Agreed, Outcome> {
        let known = server.suites.get(&version);
        let mut offered: Vec<Suite> = self.suites().filter(|suite| !suite.is_for_tls13()).collect();
        // Whether there is any is asked before whether it can be used, for the sake of a clear answer.
        let _ = taken(known, &offered, "cipher suite")?;
        offered.retain(|suite| self.can_use(*suite, server, version));
        let choice = known.map(|choice| self.giving_way(choice, server, version, &offered));
        let suite = match taken(choice.as_ref(), &offered, "cipher suite") {
            Err(Outcome::Refused(_)) => {
                return refused("no cipher suite with a group, curve or signature in common");
            }
            other => other?,
        };
        let Ok(picked) = suite else {
            let why = "it depends on the suite".to_owned();
            return Ok(Agreed {
                version,
                suite,
                group: Err(why),
            });
        };
        self.check_sizes(picked, server)?;
        Ok(Agreed {
            version,
            suite,
            group: self.group(picked, server),
        })
    }

    /// Whether a server could use the suite with this client: a curve to agree keys on, the curve of its own
    /// key (RFC 8422 §4), and a scheme to sign with (RFC 5246 §7.4.1.4.1).
    fn can_use(&self, suite: Suite, server: &Server, version: Version) -> bool {
        let groups: Vec<Group> = self.groups().collect();
        let is_elliptic = matches!(suite.key_exchange(), KeyExchange::Ecdhe | KeyExchange::EcdhePsk);
        let curves = server
            .groups
            .as_ref()
            .map(|choice| choice.items.as_slice())
            .unwrap_or_default();
        if is_elliptic && is_disjoint(&groups, curves) {
            return false;
        }
        let by = suite.authentication();
        let is_ecdsa = by == Authentication::Ecdsa;
        if is_ecdsa && server.curve.is_some_and(|curve| is_disjoint(&groups, &[curve])) {
            return false;
        }
        if version < Version::TLS1_2 || !suite.is_forward_secret() {
            return true;
        }
        let signs = |scheme: &Scheme| scheme.name().starts_with("rsa") != is_ecdsa;
        let signatures: Vec<Scheme> = server.schemes.iter().copied().filter(signs).collect();
        !is_disjoint(&self.schemes(), &signatures)
    }

    /// The server's list as it is for a client whose first choice is ChaCha20.
    fn giving_way(
        &self,
        choice: &Choice<Suite>,
        server: &Server,
        version: Version,
        offered: &[Suite],
    ) -> Choice<Suite> {
        let is_chacha = |suite: &Suite| suite.cipher().contains("CHACHA20");
        let mut choice = choice.clone();
        if server.gives_way.get(&version) == Some(&true) && offered.first().is_some_and(is_chacha) {
            choice.items.sort_by_key(|suite| !is_chacha(suite));
        }
        choice
    }

    fn check_sizes(&self, suite: Suite, server: &Server) -> Result<(), Outcome> {
        let is_field = suite.key_exchange() == KeyExchange::Dhe;
        let fits = |bits: &u16| self.dh_bits.contains(bits);
        let primes = &server.prime_bits;
        if is_field && !primes.is_empty() && !primes.iter().any(fits) {
            let bits = primes.first().copied().unwrap_or_default();
            return refused(format!("it takes no Diffie-Hellman prime of {bits} bits"));
        }
        if is_field && !primes.iter().all(fits) {
            return Err(Outcome::Open("it depends on the Diffie-Hellman prime".to_owned()));
        }
        match server
            .rsa_bits
            .filter(|_| suite.authentication() == Authentication::Rsa)
        {
            Some(bits) if !self.rsa_bits.contains(&bits) => {
                refused(format!("it takes no RSA key of {bits} bits"))
            }
            _ => Ok(()),
        }
    }

    /// The group up to TLS 1.2.
    fn group(&self, suite: Suite, server: &Server) -> Result<Option<Group>, String> {
        let groups: Vec<Group> = self.groups().collect();
        match suite.key_exchange() {
            KeyExchange::Ecdhe | KeyExchange::EcdhePsk if groups.is_empty() => {
                Err("it leaves the curve to the server".to_owned())
            }
            KeyExchange::Ecdhe | KeyExchange::EcdhePsk => match &server.groups {
                Some(choice) => choice.pick(&groups),
                None => Err("the curves are not known".to_owned()),
            },
            KeyExchange::Dhe => Ok(server.fields.iter().copied().find(|field| groups.contains(field))),
            _ => Ok(None),
        }
    }

    fn suites(&self) -> impl Iterator<Item = Suite> {
        self.suites.iter().copied().map(Suite)
    }

    fn groups(&self) -> impl Iterator<Item = Group> {
        self.groups.iter().copied().map(Group)
    }

    fn schemes(&self) -> Vec<Scheme> {
        self.schemes.iter().copied().map(Scheme).collect()
    }
}

impl<T: Copy + PartialEq> Choice<T> {
    /// What the server picks of what a client `offers`.
    ///
    /// # Errors
    ///
    /// Why that is not known.
    fn pick(&self, offers: &[T]) -> Result<Option<T>, String> {
        if let Some(why) = &self.incomplete {
            return Err(why.clone());
        }
        let ours = offers.iter().copied().find(|item| self.items.contains(item));
        let theirs = self.items.iter().copied().find(|item| offers.contains(item));
        match self.by {
            _ if ours == theirs => Ok(ours),
            Some(Preference::Client) => Ok(ours),
            Some(Preference::Server) => Ok(theirs),
            Some(Preference::Tuples) => Ok(self.tuples.iter().find_map(|tuple| {
                let best = offers.iter().find(|item| tuple.contains(item));
                best.copied()
            })),
            None => Err("whose order decides is not known".to_owned()),
        }
    }
}

/// What is picked of a list, in its two degrees: the outer error ends the matter, the inner leaves the choice
/// open among several.
fn taken<T: Copy + PartialEq>(
    choice: Option<&Choice<T>>,
    offers: &[T],
    what: &str,
) -> Result<Result<T, String>, Outcome> {
    let Some(choice) = choice else {
        return Err(Outcome::Open(format!("the server's {what}s are not known")));
    };
    let is_shared = choice.items.iter().any(|item| offers.contains(item));
    match choice.pick(offers) {
        Ok(Some(picked)) => Ok(Ok(picked)),
        Ok(None) => refused(format!("no {what} in common")),
        Err(why) if is_shared => Ok(Err(why)),
        Err(why) => Err(Outcome::Open(why)),
    }
}

/// Whether two lists, both known, have nothing in common.
fn is_disjoint<T: PartialEq>(ours: &[T], theirs: &[T]) -> bool {
    !ours.is_empty() && !theirs.is_empty() && !ours.iter().any(|one| theirs.contains(one))
}

fn refused<T>(why: impl Into<String>) -> Result<T, Outcome> {
    Err(Outcome::Refused(why.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::client::all;

    const AES_128: Suite = Suite(0xc02f);
    const AES_256: Suite = Suite(0xc030);
    const CHACHA: Suite = Suite(0xcca8);

    fn choice<T>(items: Vec<T>, by: Preference) -> Choice<T> {
        Choice {
            items,
            by: Some(by),
            tuples: Vec::new(),
            incomplete: None,
        }
    }

    /// TLS 1.2 with an RSA key, as nginx has it.
    fn server(suites: Vec<Suite>, by: Preference) -> Server {
        Server {
            spoken: Version::ALL
                .iter()
                .map(|version| (*version, Ok(*version == Version::TLS1_2)))
                .collect(),
            suites: [(Version::TLS1_2, choice(suites, by))].into(),
            groups: Some(choice(vec![Group(29), Group(23), Group(24)], Preference::Server)),
            rsa_bits: Some(2048),
            ..Server::default()
        }
    }

    fn client(id: &str) -> &'static Client {
        all()
            .find(|client| client.id == id)
            .expect("a client of the table")
    }

    #[track_caller]
    fn agreed(id: &str, server: &Server) -> Agreed {
        match client(id).meets(server) {
            Outcome::Agreed(agreed) => agreed,
            other => panic!("{id}: {other:?}"),
        }
    }

    #[test]
    fn the_order_that_decides_is_the_servers_or_the_clients() {
        let mine = server(vec![AES_128, AES_256], Preference::Server);
        assert_eq!(agreed("openssl_1_1_1", &mine).suite, Ok(AES_128));
        let yours = server(vec![AES_128, AES_256], Preference::Client);
        let found = agreed("openssl_1_1_1", &yours);
        assert_eq!((found.suite, found.group), (Ok(AES_256), Ok(Some(Group::X25519))));
        let mut either = mine.clone();
        if let Some(choice) = either.suites.get_mut(&Version::TLS1_2) {
            choice.by = None;
        }
        assert!(agreed("openssl_1_1_1", &either).suite.is_err(), "nobody knows");
        assert_eq!(
            agreed("chrome_101", &either).suite,
            Ok(AES_128),
            "both like it best"
        );
    }

    #[test]
    fn between_tuples_the_server_decides_and_inside_one_the_client() {
        let (hybrid, x25519, p256) = (Group(0x11ec), Group::X25519, Group(23));
        let choice = Choice {
            tuples: vec![vec![hybrid], vec![p256, x25519]],
            ..choice(vec![hybrid, p256, x25519], Preference::Tuples)
        };
        assert_eq!(choice.pick(&[x25519, p256, hybrid]), Ok(Some(hybrid)));
        assert_eq!(choice.pick(&[x25519, p256]), Ok(Some(x25519)));
        assert_eq!(choice.pick(&[p256, x25519]), Ok(Some(p256)));
        assert_eq!(choice.pick(&[Group(24)]), Ok(None));
    }

    #[test]
    fn a_server_gives_way_only_to_a_client_that_puts_chacha_first() {
        let mut server = server(vec![AES_256, CHACHA], Preference::Server);
        server.gives_way.insert(Version::TLS1_2, true);
        assert_eq!(agreed("libressl_2_8", &server).suite, Ok(CHACHA));
        assert_eq!(agreed("openssl_1_1_1", &server).suite, Ok(AES_256));
    }

    #[test]
    fn a_client_is_turned_away_for_a_reason() {
        let modern = server(vec![AES_128], Preference::Server);
        for (id, server, reason) in [
            (
                "android_4_0_4",
                modern.clone(),
                "no version in common: it ends at TLS 1.0",
            ),
            ("ie_11_win_7", modern.clone(), "no cipher suite in common"),
            (
                "android_7_0",
                Server {
                    groups: Some(choice(vec![Group(24)], Preference::Server)),
                    ..modern.clone()
                },
                "no cipher suite with a group, curve or signature in common",
            ),
            (
                "java_7u25",
                Server {
                    spoken: Version::ALL
                        .iter()
                        .map(|version| (*version, Ok(*version == Version::TLS1_0)))
                        .collect(),
                    suites: [(Version::TLS1_0, choice(vec![Suite(0x0033)], Preference::Server))].into(),
                    prime_bits: [2048].into(),
                    ..Server::default()
                },
                "it takes no Diffie-Hellman prime of 2048 bits",
            ),
        ] {
            assert_eq!(
                client(id).meets(&server),
                Outcome::Refused(reason.to_owned()),
                "{id}"
            );
        }
    }

    #[test]
    fn a_client_without_a_name_depends_on_what_the_server_does_without_one() {
        let mut old = server(vec![Suite(0x000a)], Preference::Server);
        old.spoken.insert(Version::TLS1_0, Ok(true));
        old.spoken.insert(Version::TLS1_2, Ok(false));
        old.suites
            .insert(Version::TLS1_0, choice(vec![Suite(0x000a)], Preference::Server));
        assert!(agreed("ie_8_xp", &old).suite.is_ok());
        old.nameless = Nameless::Refused;
        assert!(matches!(client("ie_8_xp").meets(&old), Outcome::Refused(_)));
        assert!(agreed("ie_8_win_7", &old).suite.is_ok());
        old.nameless = Nameless::Unknown("not asked".to_owned());
        assert!(matches!(client("ie_8_xp").meets(&old), Outcome::Open(_)));
    }

    #[test]
    fn what_is_not_known_is_no_refusal() {
        let mut server = server(vec![AES_128], Preference::Server);
        if let Some(choice) = server.suites.get_mut(&Version::TLS1_2) {
            choice.incomplete = Some("no answer in time".to_owned());
        }
        assert!(matches!(client("ie_11_win_7").meets(&server), Outcome::Open(_)));
        assert!(
            agreed("chrome_101", &server).suite.is_err(),
            "it may pick another"
        );
        assert!(matches!(
            client("chrome_101").meets(&Server::default()),
            Outcome::Open(_)
        ));
    }

    #[test]
    fn a_group_of_tls13_is_known_where_it_came_with_a_key_share() {
        let suites = choice(vec![Suite(0x1301), Suite(0x1302)], Preference::Server);
        let mut server = Server {
            spoken: [(Version::TLS1_3, Ok(true))].into(),
            suites: [(Version::TLS1_3, suites)].into(),
            groups13: Some(choice(vec![Group(0x11ec), Group::X25519], Preference::Server)),
            ..Server::default()
        };
        assert_eq!(agreed("chromium_137", &server).group, Ok(Some(Group(0x11ec))));
        assert_eq!(agreed("chrome_101", &server).group, Ok(Some(Group::X25519)));
        server.groups13 = Some(choice(vec![Group(24), Group::X25519], Preference::Server));
        assert!(
            agreed("chrome_101", &server).group.is_err(),
            "it may ask for another"
        );
        server.groups13 = Some(choice(vec![Group(24)], Preference::Server));
        assert_eq!(agreed("chrome_101", &server).group, Ok(Some(Group(24))));
        server.groups13 = Some(choice(vec![Group(25)], Preference::Server));
        assert_eq!(
            client("chrome_101").meets(&server),
            Outcome::Refused("no group in common".to_owned())
        );
    }
}
