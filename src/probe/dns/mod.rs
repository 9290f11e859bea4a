//! What the DNS says about a server beyond where it is: CAA, HTTPS and TLSA records, as plain data. Who asks,
//! and how, is in [`Resolver`], which alone knows the DNS library.

#![cfg_attr(
    not(feature = "dns"),
    allow(
        dead_code,
        reason = "records that nobody asks for are read by those who would"
    )
)]

#[cfg(not(feature = "dns"))]
mod left_out;
#[cfg(feature = "dns")]
mod resolver;

use std::net::IpAddr;

use crate::pki::dane::Tlsa;

#[cfg(not(feature = "dns"))]
pub(crate) use left_out::Resolver;
#[cfg(feature = "dns")]
pub(crate) use resolver::Resolver;

/// A kind of record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// Who may issue certificates (RFC 8659).
    Caa,
    /// How to reach a web server (RFC 9460).
    Https,
    /// Which certificate to expect (RFC 6698).
    Tlsa,
}

/// What is asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Query {
    /// The name, without a dot at its end.
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// What was answered: also that there is nothing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Answer {
    /// The records of the kind that was asked for, those behind a CNAME included.
    pub(crate) records: Vec<Record>,
    /// What is known of where they come from.
    pub(crate) origin: Origin,
}

/// How sure it is that records are those of the zone (RFC 4035).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Origin {
    /// Signed; whether rightly, the resolver did not say.
    Signed,
    /// Not signed, as far as the answer shows.
    Unsigned,
    /// The resolver says that it validated the signatures (the AD bit); that is worth as much as the way to
    /// the resolver.
    Validated,
}

impl Origin {
    /// The word for it in facts.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Signed => "signed, not validated",
            Self::Unsigned => "unsigned",
            Self::Validated => "validated",
        }
    }
}

/// One record.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Record {
    Caa(Caa),
    Https(Service),
    Tlsa(Tlsa),
}

/// Who may issue, or whom to tell of who may not.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Caa {
    /// Whether a CA that does not know the tag must not issue.
    pub(crate) critical: bool,
    /// The property: `issue`, `issuewild`, `iodef`, in lower case.
    pub(crate) tag: String,
    pub(crate) value: String,
}

impl Caa {
    /// The CA's domain in the value, without its parameters; empty where nobody is meant.
    pub(crate) fn issuer(&self) -> String {
        let domain = self.value.split(';').next().unwrap_or_default();
        domain.trim().trim_end_matches('.').to_ascii_lowercase()
    }
}

/// A way to a service.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Service {
    /// The order of preference; 0 makes it an alias.
    pub(crate) priority: u16,
    /// The host, without a dot at its end; empty stands for the name that was asked for.
    pub(crate) target: String,
    pub(crate) alpn: Vec<String>,
    /// Whether HTTP/1.1 is not to be taken for granted.
    pub(crate) no_default_alpn: bool,
    pub(crate) port: Option<u16>,
    pub(crate) hints: Vec<IpAddr>,
    /// An ECHConfigList.
    pub(crate) ech: Option<Vec<u8>>,
    /// The numbers of keys that a client has to know, and of those that nobody here knows.
    pub(crate) mandatory: Vec<u16>,
    pub(crate) unknown: Vec<u16>,
}
