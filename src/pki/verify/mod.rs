//! Verification: does a certificate lead to a trusted root, for this host, purpose and moment (RFC 5280 §6,
//! RFC 4158, RFC 9618)? Its own path building: the pool has no order, any failure makes it try the next
//! way, anchors are a name and a key, and work is bounded. Every way that was tried is in the answer with
//! its first error. Pure; whether a host must be given is the caller's business: without one, the question
//! is RFC 5280's alone, in which an anchor is no more than a name and a key with its name constraints.

mod answer;
mod budget;
#[cfg(test)]
mod catalogue;
mod constraint;
pub(crate) mod crl;
mod issuer;
mod leaf;
#[cfg(test)]
mod limbo;
pub(crate) mod ocsp;
mod path;
#[cfg(test)]
mod pkits;
mod policy;
mod revocation;
mod search;
mod strict;

use jiff::Timestamp;

use super::cert::Cert;
use super::host::Host;
use super::oid;
use crate::model::Finding;

pub(crate) use answer::Answer;
pub(crate) use crl::Crl;

/// What is to be verified, and against what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'a> {
    pub(crate) leaf: &'a Cert,
    /// Certificates that may help to reach an anchor, in no order.
    pub(crate) untrusted: &'a [Cert],
    pub(crate) anchors: &'a [Cert],
    /// The name that the client wants to reach.
    pub(crate) host: Option<&'a Host>,
    pub(crate) purpose: Purpose,
    pub(crate) now: Timestamp,
    /// Revocation lists to consult, complete and delta, in no order.
    pub(crate) crls: &'a [Crl],
    /// OCSP responses: the staple, or files. Each has to be about a certificate of the path.
    pub(crate) ocsp: &'a [Vec<u8>],
    pub(crate) profile: Profile,
    /// At most this many CAs between leaf and anchor, self-issued ones aside.
    pub(crate) max_intermediates: Option<usize>,
}

/// What the leaf's key is to be used for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Purpose {
    /// Any use at all: the issuer of a revocation list, for one.
    Any,
    Client,
    Server,
}

/// How much is asked of certificates beyond RFC 5280 §6.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Profile {
    /// What TLS clients ask of any certificate.
    Dev,
    /// The same: a private CA owes nothing to the CA/Browser Forum.
    Private,
    /// Also what RFC 5280 §4 and the Baseline Requirements ask of who issues for the public, as far as it
    /// shows in the certificates. Applies where a host is given.
    Public,
}

/// What a check says: nothing, or the rule that is broken.
type Check = Result<(), Box<Finding>>;

/// Verifies.
pub(crate) fn verify(question: &Question<'_>) -> Answer {
    let leaf = leaf::judge(question);
    let found = search::search(question, &budget::Budget::default());
    Answer::new(question, leaf, found)
}

impl Purpose {
    /// The word for it on the command line.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Client => "client",
            Self::Server => "server",
        }
    }

    /// The extended key usage that stands for it.
    fn usage(self) -> Option<&'static [u8]> {
        match self {
            Self::Any => None,
            Self::Client => Some(oid::CLIENT_AUTH),
            Self::Server => Some(oid::SERVER_AUTH),
        }
    }
}

impl Question<'_> {
    /// Whether the rules for publicly trusted certificates apply.
    fn is_strict(&self) -> bool {
        self.profile == Profile::Public && self.host.is_some()
    }

    /// Whether an anchor is held to what its own certificate says of itself: its validity, path length and
    /// usages. OpenSSL, Go and Chrome do; RFC 5280 §6.1.1 (d) has only its name and key; NSS and webpki
    /// follow that.
    fn judges_anchors(&self) -> bool {
        self.host.is_some()
    }

    /// Whether `cert` is one of the anchors, bit for bit.
    fn pins(&self, cert: &Cert) -> bool {
        self.anchors.contains(cert)
    }
}

/// A finding about one certificate.
fn about(cert: &Cert, rule: &'static crate::model::Rule, message: impl Into<String>) -> Box<Finding> {
    Box::new(Finding::new(rule, message).on(cert.label()))
}
