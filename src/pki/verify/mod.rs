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
mod policy;
mod revocation;
mod search;
pub(crate) mod stack;
mod strict;

use jiff::Timestamp;

use super::cert::Cert;
use super::host::Host;
use super::oid;
use crate::model::Finding;

pub(crate) use answer::Answer;
pub(crate) use crl::Crl;
pub(crate) use issuer::key as check_key;
pub(crate) use policy::Terms;

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
    /// What is asked of certificate policies.
    pub(crate) policies: Terms<'a>,
}

/// What the leaf's key is to be used for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Purpose {
    /// Any use at all.
    Any,
    Client,
    /// Signing a revocation list: what the search itself asks about those that issued one.
    CrlIssuer,
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
            Self::CrlIssuer => "crl-issuer",
            Self::Server => "server",
        }
    }

    /// The extended key usage that stands for it.
    fn usage(self) -> Option<&'static [u8]> {
        match self {
            Self::Any | Self::CrlIssuer => None,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::extension::{Constraint, KeyUsage, basic_constraints, key_usage, subject_alt_name};
    use crate::pki::fixture::{Authority, Wish, now, server};
    use crate::pki::general_name::GeneralName;
    use crate::pki::name::San;
    use crate::pki::name_constraint;

    fn question<'a>(
        leaf: &'a Cert,
        untrusted: &'a [Cert],
        anchors: &'a [Cert],
        host: &'a Host,
    ) -> Question<'a> {
        Question {
            leaf,
            untrusted,
            anchors,
            host: Some(host),
            purpose: Purpose::Server,
            now: now(),
            crls: &[],
            ocsp: &[],
            profile: Profile::Dev,
            max_intermediates: None,
            policies: Terms::default(),
        }
    }

    fn ask(leaf: &Cert, untrusted: &[Cert], anchors: &[Cert]) -> Answer {
        let host = Host::parse("example.com").expect("a host");
        verify(&question(leaf, untrusted, anchors, &host))
    }

    fn rules(answer: &Answer) -> Vec<&'static str> {
        answer.findings().iter().map(|finding| finding.rule.id).collect()
    }

    #[test]
    fn the_order_of_the_pool_does_not_matter() {
        let root = Authority::root("Root");
        let ca = root.intermediate("CA");
        let issuing = ca.intermediate("Issuing CA");
        let leaf = server(&issuing, "example.com");
        let pool = [ca.cert, leaf.clone(), issuing.cert];
        let answer = ask(&leaf, &pool, std::slice::from_ref(&root.cert));
        assert!(answer.is_accepted(), "{:?}", rules(&answer));
        assert_eq!(answer.path().map(<[Cert]>::len), Some(4));
    }

    #[test]
    fn a_certificate_that_is_trusted_itself_needs_no_other() {
        let wish = Wish::server("example.com").with(basic_constraints(Constraint::Ca(None)));
        let mut wish = wish;
        wish.extensions
            .retain(|extension| extension.oid != oid::KEY_USAGE);
        let pinned = Authority::self_signed(wish).cert;
        let answer = ask(&pinned, &[], std::slice::from_ref(&pinned));
        assert!(answer.is_accepted(), "{:?}", rules(&answer));
        assert_eq!(rules(&ask(&pinned, &[], &[])), ["self-signed"]);
    }

    #[test]
    fn every_way_that_was_tried_is_told_and_the_nearest_is_the_verdict() {
        let root = Authority::root("Root");
        let limited = Wish::ca("Limited").with(basic_constraints(Constraint::Ca(Some(0))));
        let limited = root.issue_ca(limited, crate::pki::fixture::key());
        let issuing = limited.intermediate("Issuing CA");
        let leaf = server(&issuing, "example.com");
        let answer = ask(&leaf, &[limited.cert, issuing.cert], &[root.cert]);
        assert_eq!(rules(&answer), ["path-length"]);
        assert_eq!(answer.rejected().len(), 1);
        assert_eq!(answer.rejected()[0].path.len(), 4);
    }

    #[test]
    fn a_ca_that_signs_no_certificates_may_be_a_leaf_but_not_a_hosts() {
        let root = Authority::root("Root");
        let wish = Wish::server("example.com")
            .with(basic_constraints(Constraint::Ca(None)))
            .with(key_usage(&[KeyUsage::DigitalSignature, KeyUsage::CrlSign]));
        let leaf = root.issue(wish);
        let anchors = [root.cert];
        assert_eq!(rules(&ask(&leaf, &[], &anchors)), ["wrong-key-usage"]);
        let host = Host::parse("example.com").expect("a host");
        let named = question(&leaf, &[], &anchors, &host);
        let answer = verify(&Question { host: None, ..named });
        assert!(answer.is_accepted(), "{:?}", rules(&answer));
        assert_eq!(rules(&answer), ["wrong-key-usage"]);
    }

    #[test]
    fn a_constraint_that_is_no_host_concerns_names_of_its_kind_alone() {
        let root = Authority::root("Root");
        let odd = [GeneralName::Uri("http://example.com/x".to_owned())];
        let ca = Wish::ca("CA").with(name_constraint::exactly(&odd, &[]));
        let ca = root.issue_ca(ca, crate::pki::fixture::key());
        let anchors = [root.cert];
        let pool = [ca.cert.clone()];
        let plain = server(&ca, "example.com");
        assert!(ask(&plain, &pool, &anchors).is_accepted());
        let names = ["example.com", "https://example.com/x"].map(|name| San::parse(name).expect("a name"));
        let with_uri = ca.issue(Wish::server("example.com").with(subject_alt_name(&names, true)));
        assert_eq!(rules(&ask(&with_uri, &pool, &anchors)), ["malformed"]);
    }

    #[test]
    fn what_an_anchor_says_of_itself_binds_where_a_host_is_asked_for_and_is_a_remark_elsewhere() {
        let none_below = Wish::ca("Root").with(basic_constraints(Constraint::Ca(Some(0))));
        let root = Authority::self_signed(none_below);
        let ca = root.intermediate("CA");
        let leaf = server(&ca, "example.com");
        let (pool, anchors) = ([ca.cert], [root.cert]);
        assert_eq!(rules(&ask(&leaf, &pool, &anchors)), ["path-length"]);
        let host = Host::parse("example.com").expect("a host");
        let named = question(&leaf, &pool, &anchors, &host);
        let answer = verify(&Question { host: None, ..named });
        assert!(answer.is_accepted());
        assert_eq!(rules(&answer), ["path-length"]);
    }

    #[test]
    fn all_that_is_wrong_with_a_leaf_is_said_at_once() {
        let root = Authority::root("Root");
        let old = Wish::server("example.org").valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
        let answer = ask(&root.issue(old), &[], &[root.cert]);
        assert_eq!(rules(&answer), ["expired", "name-mismatch"]);
        assert!(answer.path().is_some());
    }
}
