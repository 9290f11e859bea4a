//! What a good certificate looks like: which extensions, how long, how named. Each choice has its reason
//! here. Free of the faults that linters find in what other development tools make: no keyEncipherment
//! on EC keys (RFC 8813), CA:FALSE on leaves, key identifiers everywhere, random serial numbers.

use aws_lc_rs::{digest, rand};
use jiff::Timestamp;

use super::der::{self, tag};
use super::extension::{self, Constraint, KeyUsage};
use super::format::der::single;
use super::name::San;
use super::oid;
use super::tbs::{Extension, Validity};
use crate::error::{Error, Result};
use crate::model::Span;

/// Below the 398 days that browsers accept of public certificates, and round.
pub(crate) const LEAF_DAYS: i64 = 365;
/// Long enough to be installed once; a development root is not meant to outlive a machine.
pub(crate) const ROOT_DAYS: i64 = 3650;
/// Half of a root's time, so that a rotation can be tried.
pub(crate) const INTERMEDIATE_DAYS: i64 = 1825;
/// Clocks in containers and virtual machines are behind by minutes: start this much earlier.
pub(crate) const BACKDATE: i64 = 300;
/// ub-common-name, RFC 5280 Appendix A.1.
const COMMON_NAME_MAX: usize = 64;

/// What a leaf is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Usage {
    Client,
    CodeSigning,
    Email,
    OcspSigning,
    Server,
    TimeStamping,
}

impl Usage {
    /// Every usage.
    pub(crate) const ALL: &'static [Self] = &[
        Self::Client,
        Self::CodeSigning,
        Self::Email,
        Self::OcspSigning,
        Self::Server,
        Self::TimeStamping,
    ];

    /// The value of `--usage`.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::CodeSigning => "code-signing",
            Self::Email => "email",
            Self::OcspSigning => "ocsp-signing",
            Self::Server => "server",
            Self::TimeStamping => "time-stamping",
        }
    }

    /// The content octets of the purpose in extKeyUsage.
    pub(crate) fn purpose(self) -> &'static [u8] {
        match self {
            Self::Client => oid::CLIENT_AUTH,
            Self::CodeSigning => oid::CODE_SIGNING,
            Self::Email => oid::EMAIL_PROTECTION,
            Self::OcspSigning => oid::OCSP_SIGNING,
            Self::Server => oid::SERVER_AUTH,
            Self::TimeStamping => oid::TIME_STAMPING,
        }
    }
}

/// What a leaf is for, in full: the usages known by name, further purposes, and bits of keyUsage where
/// the usual ones are not wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Purposes {
    pub(crate) usages: Vec<Usage>,
    /// Content octets of further purposes.
    pub(crate) others: Vec<Vec<u8>>,
    pub(crate) bits: Vec<KeyUsage>,
}

impl Purposes {
    /// One usage and no more.
    pub(crate) fn only(usage: Usage) -> Self {
        Self {
            usages: vec![usage],
            ..Self::default()
        }
    }

    /// From the ids of usages, further purposes as object identifiers, and the names of bits of keyUsage; for
    /// servers where nothing is said.
    ///
    /// # Errors
    ///
    /// A usage error that names what is unknown, or what does not go together.
    pub(crate) fn parse(usages: &[String], others: &[String], bits: &[String]) -> Result<Self> {
        let is_unknown = |id: &&String| !Usage::ALL.iter().any(|usage| usage.id() == **id);
        if let Some(id) = usages.iter().find(is_unknown) {
            return Err(Error::usage(format!("`{id}` is no usage")));
        }
        let is_asked = |usage: &&Usage| usages.iter().any(|id| id == usage.id());
        let other = |text: &String| {
            oid::parse(text).ok_or_else(|| {
                Error::usage(format!("`{text}` is not an object identifier"))
                    .hint("object identifiers are like 1.3.6.1.5.5.7.3.17")
            })
        };
        let bit = |name: &String| {
            let known = KeyUsage::ALL
                .iter()
                .find(|(_, known)| known.eq_ignore_ascii_case(name));
            known
                .map(|(bit, _)| *bit)
                .ok_or_else(|| Error::usage(format!("`{name}` is no bit of key usage")))
        };
        let mut purposes = Self {
            usages: Usage::ALL.iter().filter(is_asked).copied().collect(),
            others: others.iter().map(other).collect::<Result<_>>()?,
            bits: bits.iter().map(bit).collect::<Result<_>>()?,
        };
        if purposes.usages.is_empty() && purposes.others.is_empty() {
            purposes.usages.push(Usage::Server);
        }
        if purposes.usages.contains(&Usage::TimeStamping) && purposes.usages.len() + purposes.others.len() > 1
        {
            return Err(
                Error::usage("`time-stamping` cannot be combined with another purpose")
                    .because("RFC 3161 §2.3 wants it to be the only one"),
            );
        }
        Ok(purposes)
    }

    /// All purposes as content octets.
    pub(crate) fn all(&self) -> Vec<Vec<u8>> {
        let known = self.usages.iter().map(|usage| usage.purpose().to_vec());
        known.chain(self.others.iter().cloned()).collect()
    }

    /// The bits of keyUsage for a key: to sign, and to have keys sent to it where that is what such a key
    /// is for (RFC 5280 §4.2.1.3, RFC 8813 §3, RFC 8551 §4.4.2).
    pub(crate) fn bits(&self, spki: &[u8]) -> Vec<KeyUsage> {
        if !self.bits.is_empty() {
            return self.bits.clone();
        }
        let uses = |usage| self.usages.contains(&usage);
        let mut bits = vec![KeyUsage::DigitalSignature];
        match key_algorithm(spki) {
            Some(algorithm) if algorithm == oid::RSA && (uses(Usage::Server) || uses(Usage::Email)) => {
                bits.push(KeyUsage::KeyEncipherment);
            }
            Some(algorithm) if algorithm == oid::EC_PUBLIC_KEY && uses(Usage::Email) => {
                bits.push(KeyUsage::KeyAgreement);
            }
            _ => {}
        }
        bits
    }
}

/// The extensions of a leaf for `names` with the key `spki`, less those that name keys.
pub(crate) fn leaf(names: &[San], purposes: &Purposes, spki: &[u8], has_subject: bool) -> Vec<Extension> {
    // RFC 3161 §2.3: a time stamper's purpose is its only one, and critical.
    let stamps = purposes.usages == [Usage::TimeStamping] && purposes.others.is_empty();
    let mut extensions = vec![
        extension::basic_constraints(Constraint::Leaf),
        extension::key_usage(&purposes.bits(spki)),
        extension::extended_key_usage(&purposes.all()).critical_if(stamps),
    ];
    if !names.is_empty() {
        extensions.push(extension::subject_alt_name(names, has_subject));
    }
    if purposes.usages.contains(&Usage::OcspSigning) {
        // RFC 6960 §4.2.2.2.1: nobody asks about who answers.
        extensions.push(Extension::new(oid::OCSP_NO_CHECK, der::element(tag::NULL, &[])));
    }
    extensions
}

/// The extensions of a CA with at most `below` CAs under it, less those that name keys.
pub(crate) fn ca(below: Option<u8>) -> Vec<Extension> {
    vec![
        extension::basic_constraints(Constraint::Ca(below)),
        extension::key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign]),
    ]
}

/// The same, with constraints on the names that it may sign where there are any.
pub(crate) fn constrained_ca(below: Option<u8>, constraints: Option<Extension>) -> Vec<Extension> {
    let mut extensions = ca(below);
    extensions.extend(constraints);
    extensions
}

/// A Name of one common name.
pub(crate) fn common_name(text: &str) -> Vec<u8> {
    let attribute = der::sequence([der::oid(oid::COMMON_NAME), der::utf8(text)]);
    der::sequence([der::set_of_one(&attribute)])
}

/// The common name for a leaf, for people to read (nothing matches it): its first name that is short
/// enough.
pub(crate) fn common_name_of(names: &[San]) -> Option<String> {
    let mut texts = names.iter().map(ToString::to_string);
    texts.find(|text| text.chars().count() <= COMMON_NAME_MAX)
}

/// The subject for a leaf: its common name, or nothing.
pub(crate) fn subject(names: &[San]) -> Vec<u8> {
    match common_name_of(names) {
        Some(text) => common_name(&text),
        None => der::element(tag::SEQUENCE, &[]),
    }
}

/// The same for a leaf that signs itself: an issuer has to have a name (RFC 5280 §4.1.2.4).
pub(crate) fn self_signed_subject(names: &[San]) -> Vec<u8> {
    Some(subject(names))
        .filter(|name| !is_empty(name))
        .unwrap_or_else(|| common_name("self-signed"))
}

/// Whether a Name has no attribute at all.
pub(crate) fn is_empty(name: &[u8]) -> bool {
    name.len() <= 2
}

/// Checks a common name for a CA.
///
/// # Errors
///
/// A usage error where it is empty, too long, or has control characters.
pub(crate) fn checked_common_name(text: &str) -> Result<&str> {
    let text = text.trim();
    if text.is_empty() || text.chars().any(char::is_control) {
        return Err(Error::usage(
            "the name of a CA cannot be empty or have control characters",
        ));
    }
    if text.chars().count() > COMMON_NAME_MAX {
        return Err(Error::usage(format!(
            "the name of a CA has at most {COMMON_NAME_MAX} characters, this one {}",
            text.chars().count()
        )));
    }
    Ok(text)
}

/// A key identifier: the leftmost 160 bits of the SHA-256 of the public key's bits (RFC 7093 §2).
pub(crate) fn key_id(spki: &[u8]) -> Vec<u8> {
    let bits = single(spki, tag::SEQUENCE, "public key").and_then(|key| {
        let mut fields = key.reader();
        fields.expect(tag::SEQUENCE, "algorithm")?;
        fields.expect(tag::BIT_STRING, "key")
    });
    let bits = bits.ok().and_then(|bits| bits.content.get(1..));
    digest::digest(&digest::SHA256, bits.unwrap_or(spki)).as_ref()[..20].to_vec()
}

/// The content octets of a public key's algorithm.
fn key_algorithm(spki: &[u8]) -> Option<&[u8]> {
    let mut fields = single(spki, tag::SEQUENCE, "public key").ok()?.reader();
    let algorithm = fields.expect(tag::SEQUENCE, "algorithm").ok()?;
    Some(algorithm.reader().expect(tag::OID, "algorithm").ok()?.content)
}

/// A serial number: 126 random bits in 16 octets that are a positive number whatever the bits (RFC 5280
/// §4.1.2.2 allows 20 octets; CA/Browser Forum BR §7.1 asks for 64 random bits).
///
/// # Errors
///
/// A bug where the system gives no randomness.
pub(crate) fn serial() -> Result<Vec<u8>> {
    let mut octets = [0_u8; 16];
    rand::fill(&mut octets).map_err(|_| Error::bug("the system gives no randomness"))?;
    octets[0] = octets[0] & 0x7f | 0x40;
    Ok(octets.to_vec())
}

/// A serial number from what it is to number.
pub(crate) fn content_serial(content: &[u8]) -> Vec<u8> {
    let mut octets = digest::digest(&digest::SHA256, content).as_ref()[..16].to_vec();
    octets[0] = octets[0] & 0x7f | 0x40;
    octets
}

/// The Name with a mark that its key is nobody's secret.
pub(crate) fn for_tests(name: &[u8]) -> Vec<u8> {
    let attribute = der::sequence([der::oid(oid::ORGANIZATION), der::utf8("for tests only")]);
    let own = single(name, tag::SEQUENCE, "name")
        .map(|name| name.content)
        .unwrap_or_default();
    der::sequence([own, &der::set_of_one(&attribute)])
}

/// From a little before now for `days`, which begin there.
pub(crate) fn from_now(now: Timestamp, days: i64) -> Validity {
    let not_before = Timestamp::from_second(now.as_second() - BACKDATE).unwrap_or(now);
    Validity {
        not_before,
        not_after: last_second(not_before, days),
    }
}

/// The last second of the `days` that begin with `start`: both ends of a validity belong to it (RFC 5280
/// §4.1.2.5), so that whoever counts finds no second more than the days asked for.
fn last_second(start: Timestamp, days: i64) -> Timestamp {
    let end = Span::days(days).after(start);
    Timestamp::from_second(end.as_second() - 1).unwrap_or(end)
}

/// The dates that a user asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wish {
    pub(crate) not_before: Option<Timestamp>,
    pub(crate) not_after: Option<Timestamp>,
    /// From the beginning on.
    pub(crate) days: Option<i64>,
}

impl Wish {
    /// The dates of a certificate that by itself would live for `days`.
    ///
    /// # Errors
    ///
    /// A usage error where the end is not after the beginning.
    pub(crate) fn validity(self, days: i64, now: Timestamp) -> Result<Validity> {
        let default = from_now(now, days);
        let not_before = self.not_before.unwrap_or(default.not_before);
        let not_after = match (self.not_after, self.days) {
            (Some(at), _) => at,
            (None, Some(days)) => last_second(not_before, days),
            (None, None) => last_second(not_before.max(default.not_before), days),
        };
        if not_after <= not_before {
            return Err(Error::usage(format!(
                "the certificate would end ({not_after}) before it begins ({not_before})"
            ))
            .hint("--not-before has to come before --not-after; spans have a sign: -3d, +90d"));
        }
        Ok(Validity {
            not_before,
            not_after,
        })
    }

    /// The same under a CA that lives from `since` until `until`: a default gives way, a wish that does
    /// not fit is refused.
    ///
    /// # Errors
    ///
    /// As [`Wish::validity`], and a refusal where the certificate would outlive the CA.
    pub(crate) fn within(
        self,
        days: i64,
        now: Timestamp,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<Validity> {
        let mut validity = self.validity(days, now)?;
        if self.not_before.is_none() {
            validity.not_before = validity.not_before.max(since);
        }
        if validity.not_after > until {
            if self.not_after.is_some() || self.days.is_some() {
                return Err(Error::refused(format!(
                    "the certificate would live until {}, longer than its CA",
                    validity.not_after
                ))
                .because(format!("the CA's chain ends at {until}"))
                .hint(format!(
                    "--not-after {until}, or no end at all, gives what is possible"
                )));
            }
            validity.not_after = until;
        }
        if validity.not_after <= validity.not_before {
            return Err(
                Error::refused("the certificate and its CA would never be valid at the same time")
                    .because(format!("the CA's chain is valid from {since} until {until}")),
            );
        }
        Ok(validity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a valid time")
    }

    /// Both ends counted.
    fn seconds(validity: Validity) -> i64 {
        validity.not_after.as_second() - validity.not_before.as_second() + 1
    }

    #[test]
    fn so_many_days_are_no_second_more_from_wherever_they_begin() {
        let now = at("2026-01-01T12:00:00Z");
        let wish = Wish {
            days: Some(398),
            ..Wish::default()
        };
        let begun = Wish {
            not_before: Some(at("2026-01-01T00:00:00Z")),
            ..wish
        };
        let later = Wish {
            not_before: Some(at("2027-01-01T00:00:00Z")),
            ..Wish::default()
        };
        for (wish, days) in [(wish, 398), (begun, 398), (Wish::default(), 365), (later, 365)] {
            let validity = wish.validity(365, now).expect("dates");
            assert_eq!(seconds(validity), days * 86_400, "{wish:?}");
        }
        assert_eq!(
            begun.validity(365, now).expect("dates").not_after,
            at("2027-02-02T23:59:59Z")
        );
    }
}
