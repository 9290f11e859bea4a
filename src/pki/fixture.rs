//! Small PKIs for unit tests: authorities that issue what a test asks for. Never part of the product.

use jiff::Timestamp;

use super::cert::Cert;
use super::issue::{self, Issuer, Subject};
use super::key::{Key, Kind};
use super::name::San;
use super::profile::{self, Purposes, Usage};
use super::tbs::{Extension, Validity};

/// A CA with its key.
pub(crate) struct Authority {
    pub(crate) cert: Cert,
    pub(crate) key: Key,
    name: Vec<u8>,
}

/// What makes a certificate of a test different from a good one.
pub(crate) struct Wish {
    pub(crate) name: Vec<u8>,
    pub(crate) extensions: Vec<Extension>,
    pub(crate) validity: Validity,
}

/// The moment at which everything here is valid.
pub(crate) fn now() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().expect("a valid time")
}

impl Wish {
    /// A CA called `name`.
    pub(crate) fn ca(name: &str) -> Self {
        Self::new(profile::common_name(name), profile::ca(None))
    }

    /// A server's leaf for `name`.
    pub(crate) fn server(name: &str) -> Self {
        let names = [San::parse(name).expect("a valid name")];
        let extensions = profile::leaf(&names, &Purposes::only(Usage::Server), key().spki(), true);
        Self::new(profile::subject(&names), extensions)
    }

    /// The same from and until other moments.
    pub(crate) fn valid(mut self, from: &str, until: &str) -> Self {
        self.validity = Validity {
            not_before: from.parse().expect("a valid time"),
            not_after: until.parse().expect("a valid time"),
        };
        self
    }

    /// The same with `extension` in the place of the one of its kind, or added.
    pub(crate) fn with(mut self, extension: Extension) -> Self {
        self.extensions.retain(|other| other.oid != extension.oid);
        self.extensions.push(extension);
        self
    }

    fn new(name: Vec<u8>, extensions: Vec<Extension>) -> Self {
        Self {
            name,
            extensions,
            validity: profile::from_now(now(), 365),
        }
    }
}

impl Authority {
    /// A root.
    pub(crate) fn root(name: &str) -> Self {
        Self::self_signed(Wish::ca(name))
    }

    /// A root as wished.
    pub(crate) fn self_signed(wish: Wish) -> Self {
        let key = key();
        let der = issue::self_signed(subject(&wish, &key), &key).expect("P-256 signs");
        Self {
            cert: parse(&der),
            key,
            name: wish.name,
        }
    }

    /// A CA below this one.
    pub(crate) fn intermediate(&self, name: &str) -> Self {
        self.issue_ca(Wish::ca(name), key())
    }

    /// A CA as wished below this one, with `key`.
    pub(crate) fn issue_ca(&self, wish: Wish, key: Key) -> Self {
        let der = issue::issue(subject(&wish, &key), self.issuer(&self.id())).expect("P-256 signs");
        Self {
            cert: parse(&der),
            key,
            name: wish.name,
        }
    }

    /// A leaf as wished.
    pub(crate) fn issue(&self, wish: Wish) -> Cert {
        self.issue_ca(wish, key()).cert
    }

    fn id(&self) -> Vec<u8> {
        profile::key_id(self.key.spki())
    }

    fn issuer<'a>(&'a self, id: &'a [u8]) -> Issuer<'a> {
        Issuer {
            name: &self.name,
            key_id: id,
            key: &self.key,
        }
    }
}

/// A server's leaf for `name`.
pub(crate) fn server(ca: &Authority, name: &str) -> Cert {
    ca.issue(Wish::server(name))
}

/// A fresh key.
pub(crate) fn key() -> Key {
    Key::generate(Kind::P256).expect("the system gives randomness")
}

fn subject<'a>(wish: &'a Wish, key: &'a Key) -> Subject<'a> {
    Subject {
        name: &wish.name,
        spki: key.spki(),
        extensions: wish.extensions.clone(),
        validity: wish.validity,
    }
}

fn parse(der: &[u8]) -> Cert {
    Cert::parse(der).expect("what is issued here parses")
}
