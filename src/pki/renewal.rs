//! Whether a leaf that there is still is what is wanted: the reasons to issue it again, each under an id
//! of its own. Pure: what was read goes in, reasons come out.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::authority::Authority;
use super::cert::Cert;
use super::dn::Name;
use super::general_name::GeneralName;
use super::key::{Key, Kind};
use super::name::San;
use super::profile::Purposes;
use super::{extension, oid, sct, signature};
use crate::model::Span;

/// What is wanted.
pub(crate) struct Wanted<'a> {
    pub(crate) names: &'a [San],
    pub(crate) purposes: &'a Purposes,
    pub(crate) kind: Kind,
    /// `None` for a certificate that signs itself.
    pub(crate) authority: Option<&'a Authority>,
    /// How long before its end a certificate is replaced; a third of its life where nothing is said.
    pub(crate) renew_before: Option<Span>,
    /// Until when one that is made now would be valid, where that is known.
    pub(crate) renewed: Option<Timestamp>,
    pub(crate) term: Term,
    /// How many timestamps of logs there are in it.
    pub(crate) stamps: usize,
    /// The subject, where one is asked for.
    pub(crate) subject: Option<&'a Name>,
}

/// From when to when it is valid, as far as that does not depend on when it is made.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Term {
    pub(crate) begin: Option<Timestamp>,
    pub(crate) end: Option<Timestamp>,
    /// How long, in seconds.
    pub(crate) life: Option<i64>,
}

/// A reason to issue again.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Reason {
    /// `kebab-case`; never changes.
    pub(crate) id: &'static str,
    /// What is so, in one line.
    pub(crate) words: String,
}

impl Reason {
    /// A reason.
    pub(crate) fn new(id: &'static str, words: impl Into<String>) -> Self {
        Self {
            id,
            words: words.into(),
        }
    }
}

/// Why `cert` with `key` is not what is wanted; empty where it is.
pub(crate) fn reasons(cert: &Cert, key: &Key, wanted: &Wanted<'_>, now: Timestamp) -> Vec<Reason> {
    let found = [
        (cert.spki() != key.spki())
            .then(|| Reason::new("key-mismatch", "the key does not belong to the certificate")),
        expiry(cert, wanted.renew_before, wanted.renewed, now),
        dates(cert, wanted.term, wanted.authority, now),
        names(cert, wanted.names).or_else(|| subject(cert, wanted.subject)),
        issuer(cert, wanted.authority),
        usage(cert, wanted.purposes),
        stamps(cert, wanted.stamps),
        (key.kind() != Some(wanted.kind)).then(|| {
            Reason::new(
                "key-type-changed",
                format!("the key is {}, wanted is {}", key.label(), wanted.kind),
            )
        }),
    ];
    found.into_iter().flatten().collect()
}

/// Whether a certificate has ended, or ends soon, and a new one would be valid for longer.
pub(crate) fn expiry(
    cert: &Cert,
    renew_before: Option<Span>,
    renewed: Option<Timestamp>,
    now: Timestamp,
) -> Option<Reason> {
    if renewed.is_some_and(|end| end.as_second() <= cert.not_after().as_second()) {
        return None;
    }
    let left = cert.not_after().as_second() - now.as_second();
    if left < 0 {
        return Some(Reason::new(
            "expired",
            format!("it was valid until {}", cert.not_after()),
        ));
    }
    let life = cert.not_after().as_second() - cert.not_before().as_second();
    let margin = renew_before.map_or(life / 3, Span::seconds);
    (left <= margin).then(|| Reason::new("expires-soon", format!("it is valid until {}", cert.not_after())))
}

/// Whether a certificate does not begin or end when it is said to, or not live as long.
pub(crate) fn dates(
    cert: &Cert,
    term: Term,
    authority: Option<&Authority>,
    now: Timestamp,
) -> Option<Reason> {
    let (begin, end) = (cert.not_before(), cert.not_after());
    let differs = |wanted: Option<Timestamp>, there: Timestamp| {
        wanted.is_some_and(|at| at.as_second() != there.as_second())
    };
    // Below a CA that is not valid yet, all that is made now begins with it, and lives less long.
    let is_cut = authority.is_some_and(|ca| ca.not_before() > now);
    let lives_otherwise = term.life.filter(|_| !is_cut).is_some_and(|wanted| {
        let there = end.as_second() - begin.as_second();
        (there - wanted).abs() > SLACK.min(wanted / 4)
    });
    (differs(term.begin, begin) || differs(term.end, end) || lives_otherwise)
        .then(|| Reason::new("dates-changed", format!("it is valid from {begin} to {end}")))
}

/// What a life may differ by, in seconds: a beginning is set back a little, but not before the CA's.
const SLACK: i64 = 3600;

fn names(cert: &Cert, wanted: &[San]) -> Option<Reason> {
    let there: BTreeSet<String> = cert.sans().iter().map(comparable).collect();
    let wanted: BTreeSet<String> = wanted.iter().map(|name| format!("{name:?}")).collect();
    let list = |of: &BTreeSet<String>, less: &BTreeSet<String>| {
        of.difference(less)
            .map(|name| plain(name))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (missing, extra) = (list(&wanted, &there), list(&there, &wanted));
    let words = match (missing.is_empty(), extra.is_empty()) {
        (true, true) => return None,
        (false, true) => format!("it lacks {missing}"),
        (true, false) => format!("it has {extra} besides"),
        (false, false) => format!("it lacks {missing}, and has {extra} besides"),
    };
    Some(Reason::new("names-changed", words))
}

fn subject(cert: &Cert, wanted: Option<&Name>) -> Option<Reason> {
    let differs = wanted.is_some_and(|wanted| cert.subject() != wanted);
    differs.then(|| Reason::new("names-changed", "its subject is another"))
}

/// A name of a certificate as a [`San`] of the same kind would look, kind included.
fn comparable(name: &GeneralName) -> String {
    let san = match name {
        GeneralName::Dns(text) => San::Dns(text.clone()),
        GeneralName::Email(text) => San::Email(text.clone()),
        GeneralName::Uri(text) => San::Uri(text.clone()),
        other => match other.ip() {
            Some(address) => San::Ip(address),
            None => return other.to_string(),
        },
    };
    format!("{san:?}")
}

/// `Dns("a.test")` as people read it.
fn plain(name: &str) -> String {
    let inner = name
        .split_once('(')
        .map_or(name, |(_, rest)| rest.trim_end_matches(')'));
    inner.trim_matches('"').to_owned()
}

/// Whether a certificate is not signed by this CA, or where there is none, by itself.
pub(crate) fn issuer(cert: &Cert, authority: Option<&Authority>) -> Option<Reason> {
    let signer = authority.map_or(cert, Authority::cert);
    let (name, key) = (signer.subject().raw(), signer.public_key());
    let own = cert.issuer().raw() == name && signature::check(key, cert.signature(), cert.tbs()).is_ok();
    (!own).then(|| {
        let by = cert.issuer().short();
        let words = match authority {
            None => format!("it is signed by `{by}`, wanted is itself"),
            Some(ca) if ca.cert().label() == by => {
                format!("it is signed by a CA called `{by}`, too, with another key")
            }
            Some(ca) => format!("it is signed by `{by}`, wanted is `{}`", ca.cert().label()),
        };
        Reason::new("issuer-changed", words)
    })
}

fn usage(cert: &Cert, purposes: &Purposes) -> Option<Reason> {
    let there = cert
        .extensions()
        .extended_key_usage
        .as_deref()
        .unwrap_or_default();
    let there: BTreeSet<&[u8]> = there.iter().map(|purpose| purpose.octets()).collect();
    let wanted = purposes.all();
    let wanted: BTreeSet<&[u8]> = wanted.iter().map(Vec::as_slice).collect();
    if there != wanted {
        return Some(Reason::new("usage-changed", "it is for other purposes"));
    }
    let bits = extension::key_usage(&purposes.bits(cert.spki())).value;
    let there = cert.extensions().find(oid::KEY_USAGE);
    let is_same = there.is_some_and(|there| there.value[..] == bits[..]);
    (!is_same).then(|| Reason::new("usage-changed", "its key usage is another"))
}

/// Whether there are more or fewer timestamps of logs in it.
fn stamps(cert: &Cert, wanted: usize) -> Option<Reason> {
    let there = cert.extensions().sct_list.as_deref().map_or(0, sct::count);
    (there != wanted).then(|| {
        Reason::new(
            "timestamps-changed",
            format!("it has {there} timestamps of logs, wanted are {wanted}"),
        )
    })
}
