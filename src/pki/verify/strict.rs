//! The `public` profile: what RFC 5280 §4 and the Baseline Requirements ask of issuers, as far as it can be
//! read off the certificates of an accepted path. Clients differ in how much of it they enforce; whoever
//! breaks one of these would be asked to revoke.

use std::net::{IpAddr, Ipv4Addr};

use super::{Check, about};
use crate::model::{Finding, Rule};
use crate::pki::cert::Cert;
use crate::pki::general_name::GeneralName;
use crate::pki::host::{Host, is_host_name};
use crate::pki::oid;
use crate::pki::public_key::KeyKind;
use crate::pki::rule;
use crate::pki::signature;

/// A fault in a certificate: what must be, which is not.
type Fault = (&'static Rule, &'static str);

/// Everything that the profile finds wrong with a leaf.
pub(crate) fn leaf(cert: &Cert) -> Vec<Finding> {
    let faults = common(cert)
        .into_iter()
        .chain(not_anchor(cert))
        .chain(leaf_only(cert))
        .chain(names(cert));
    faults.map(|fault| *finding(cert, fault)).collect()
}

/// A CA between the anchor and the leaf.
pub(crate) fn intermediate(cert: &Cert) -> Check {
    first(
        cert,
        common(cert)
            .into_iter()
            .chain(not_anchor(cert))
            .chain(authority(cert)),
    )
}

/// A root.
pub(crate) fn anchor(cert: &Cert) -> Check {
    first(
        cert,
        common(cert)
            .into_iter()
            .chain(root_only(cert))
            .chain(authority(cert)),
    )
}

fn first(cert: &Cert, mut faults: impl Iterator<Item = Fault>) -> Check {
    faults.next().map_or(Ok(()), |fault| Err(finding(cert, fault)))
}

fn finding(cert: &Cert, (rule, what): Fault) -> Box<Finding> {
    about(cert, rule, format!("`{}`: {what}", cert.label()))
}

/// The faults whose condition holds.
fn those<const N: usize>(checks: [(bool, &'static Rule, &'static str); N]) -> Vec<Fault> {
    let broken = checks.into_iter().filter(|(is_broken, ..)| *is_broken);
    broken.map(|(_, rule, what)| (rule, what)).collect()
}

fn common(cert: &Cert) -> Vec<Fault> {
    let extensions = cert.extensions();
    let serial = cert.serial();
    let odd_size = matches!(cert.public_key().kind(), KeyKind::Rsa { bits, .. } if bits % 8 != 0);
    let key_id = extensions.authority_key_id.as_ref();
    let partial = key_id.is_some_and(|id| id.key_id.is_none() || id.issuer.is_some() || id.serial.is_some());
    those([
        (
            cert.version() != 3,
            &rule::PUBLIC_PROFILE,
            "it must be of version 3 (BR 7.1.1)",
        ),
        (
            serial.len() > 20,
            &rule::MALFORMED,
            "its serial number is longer than 20 octets (RFC 5280 §4.1.2.2)",
        ),
        (
            cert.has_odd_time(),
            &rule::MALFORMED,
            "its validity must be UTCTime until 2049 and GeneralizedTime after (RFC 5280 §4.1.2.5)",
        ),
        (
            cert.issuer().is_empty(),
            &rule::MALFORMED,
            "its issuer is empty (RFC 5280 §4.1.2.4)",
        ),
        (
            odd_size,
            &rule::WEAK_KEY,
            "the size of its RSA key in bits must be divisible by 8 (BR 6.1.5)",
        ),
        (
            extensions.is_critical(oid::AUTHORITY_KEY_ID),
            &rule::EXTENSION_PROFILE,
            "its authority key identifier must not be critical (RFC 5280 §4.2.1.1)",
        ),
        (
            extensions.is_critical(oid::SUBJECT_KEY_ID),
            &rule::EXTENSION_PROFILE,
            "its subject key identifier must not be critical (RFC 5280 §4.2.1.2)",
        ),
        (
            partial,
            &rule::EXTENSION_PROFILE,
            "its authority key identifier must be a key identifier alone (BR 7.1.2.11.1)",
        ),
        (
            extensions.is_critical(oid::AUTHORITY_INFO_ACCESS),
            &rule::EXTENSION_PROFILE,
            "its authority information access must not be critical (RFC 5280 §4.2.2.1)",
        ),
    ])
}

/// Roots are spared: one that all stores trust has the serial number 0.
fn not_anchor(cert: &Cert) -> Vec<Fault> {
    let serial = cert.serial();
    let missing = cert.extensions().authority_key_id.is_none();
    those([
        (
            serial.first().is_none_or(|first| *first >= 0x80) || serial == [0],
            &rule::MALFORMED,
            "its serial number must be positive (RFC 5280 §4.1.2.2)",
        ),
        (
            missing,
            &rule::EXTENSION_PROFILE,
            "it must have an authority key identifier (RFC 5280 §4.2.1.1)",
        ),
    ])
}

fn leaf_only(cert: &Cert) -> Vec<Fault> {
    let extensions = cert.extensions();
    let usages = extensions.extended_key_usage.as_deref();
    those([
        (
            extensions.name_constraints.is_some() && !cert.is_ca(),
            &rule::EXTENSION_PROFILE,
            "only a CA has name constraints (RFC 5280 §4.2.1.10)",
        ),
        (
            usages.is_none() && !cert.is_ca(),
            &rule::PUBLIC_PROFILE,
            "it must have an extended key usage (BR 7.1.2.7.10)",
        ),
        (
            extensions.is_critical(oid::EXTENDED_KEY_USAGE),
            &rule::PUBLIC_PROFILE,
            "its extended key usage must not be critical (BR 7.1.2.7.6)",
        ),
        (
            usages.is_some_and(|usages| usages.iter().any(|usage| usage.is(oid::ANY_USAGE))),
            &rule::PUBLIC_PROFILE,
            "its extended key usage must not be anyExtendedKeyUsage (BR 7.1.2.7.10)",
        ),
    ])
}

fn names(cert: &Cert) -> Vec<Fault> {
    let text = |name: &str| is_host_name(name.strip_prefix("*.").unwrap_or(name)) && !name.contains('_');
    those([
        (
            cert.subject().is_empty() && !cert.extensions().is_critical(oid::SUBJECT_ALT_NAME),
            &rule::EXTENSION_PROFILE,
            "where the subject is empty, its alternative names must be critical (RFC 5280 §4.2.1.6)",
        ),
        (
            !cert.subject().is_empty() && cert.extensions().is_critical(oid::SUBJECT_ALT_NAME),
            &rule::PUBLIC_PROFILE,
            "where the subject is not empty, its alternative names must not be critical (BR 7.1.2.7.12)",
        ),
        (
            !cert.dns_names().all(text),
            &rule::MALFORMED,
            "one of its DNS names is none: letters, digits, hyphens and a leftmost `*` (RFC 5280 §4.2.1.6, RFC 1034)",
        ),
        (
            cert.subject()
                .values(oid::COMMON_NAME)
                .any(|name| contradicts(&name, cert)),
            &rule::PUBLIC_PROFILE,
            "its common name must be one of its alternative names, letter for letter (BR 7.1.4.3)",
        ),
        (
            cert.dns_names().any(stands_above_everyone),
            &rule::PUBLIC_SUFFIX_WILDCARD,
            "one of its wildcards stands directly below a public suffix (BR 3.2.2.6)",
        ),
    ])
}

/// Whether the common name says something else than the alternative names do: an address that they have,
/// written in another way than RFC 5952 (BR 7.1.4.3); or a public DNS name where they have public DNS
/// names, and not this one. A name of another kind is a label that no client reads.
fn contradicts(name: &str, cert: &Cert) -> bool {
    if let Some(address) = loose_address(name) {
        return cert.ip_addresses().any(|other| other == address) && address.to_string() != *name;
    }
    let is_public =
        |name: &str| name.contains('.') && !name.ends_with(".localhost") && !name.ends_with(".test");
    let is_dns = Host::parse(name).is_ok_and(|host| matches!(host, Host::Dns(_)));
    let covers = |other: &str| other == name || other.strip_prefix("*.") == Some(name);
    is_dns && is_public(name) && cert.dns_names().any(is_public) && !cert.dns_names().any(covers)
}

/// An address in any notation that has been seen: leading zeros, hexadecimal, upper case.
fn loose_address(name: &str) -> Option<IpAddr> {
    let number = |part: &str| match part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => part.parse::<u32>().ok(),
    };
    let parts: Option<Vec<u32>> = name.split('.').map(number).collect();
    let four = |parts: &[u32]| -> Option<[u8; 4]> {
        let octets: Result<Vec<u8>, _> = parts.iter().map(|part| u8::try_from(*part)).collect();
        octets.ok()?.try_into().ok()
    };
    match parts.as_deref() {
        Some([whole]) if name.len() > 2 => Some(Ipv4Addr::from(*whole).into()),
        Some(parts) => four(parts).map(|octets| Ipv4Addr::from(octets).into()),
        None => name.parse().ok(),
    }
}

fn authority(cert: &Cert) -> Vec<Fault> {
    let extensions = cert.extensions();
    let constraints = extensions.name_constraints.as_ref();
    let mut subtrees = constraints
        .into_iter()
        .flat_map(|both| both.permitted.iter().chain(&both.excluded))
        .flatten();
    let dotted =
        subtrees.any(|subtree| matches!(&subtree.base, GeneralName::Dns(base) if base.starts_with('.')));
    those([
        (
            cert.subject().is_empty(),
            &rule::MALFORMED,
            "a CA must have a name (RFC 5280 §4.1.2.6)",
        ),
        (
            extensions.subject_key_id.is_none(),
            &rule::EXTENSION_PROFILE,
            "a CA must have a subject key identifier (RFC 5280 §4.2.1.2)",
        ),
        (
            !extensions.is_critical(oid::BASIC_CONSTRAINTS),
            &rule::EXTENSION_PROFILE,
            "a CA must have basic constraints, and critical (RFC 5280 §4.2.1.9)",
        ),
        (
            constraints.is_some() && !extensions.is_critical(oid::NAME_CONSTRAINTS),
            &rule::EXTENSION_PROFILE,
            "its name constraints must be critical (RFC 5280 §4.2.1.10)",
        ),
        (
            dotted,
            &rule::NAME_CONSTRAINTS,
            "a DNS name in its name constraints must not begin with a dot (RFC 5280 §4.2.1.10)",
        ),
        (
            extensions.policy_constraints.is_some() && !extensions.is_critical(oid::POLICY_CONSTRAINTS),
            &rule::EXTENSION_PROFILE,
            "its policy constraints must be critical (RFC 5280 §4.2.1.11)",
        ),
    ])
}

fn root_only(cert: &Cert) -> Vec<Fault> {
    let extensions = cert.extensions();
    let key_id = extensions
        .authority_key_id
        .as_ref()
        .and_then(|id| id.key_id.as_ref());
    let vouches_for_itself =
        cert.is_self_issued() || signature::check(cert.public_key(), cert.signature(), cert.tbs()).is_ok();
    let differs = key_id.is_some() && key_id != extensions.subject_key_id.as_ref();
    those([
        (
            !vouches_for_itself && extensions.authority_key_id.is_none(),
            &rule::EXTENSION_PROFILE,
            "it must have an authority key identifier (RFC 5280 §4.2.1.1)",
        ),
        (
            cert.is_self_issued() && differs,
            &rule::PUBLIC_PROFILE,
            "a root's two key identifiers must be the same (BR 7.1.2.1.3)",
        ),
        (
            cert.is_self_issued() && extensions.extended_key_usage.is_some(),
            &rule::PUBLIC_PROFILE,
            "a root must not have an extended key usage (BR 7.1.2.1)",
        ),
    ])
}

/// A wildcard over a public suffix would be for everyone's names.
fn stands_above_everyone(pattern: &str) -> bool {
    let Some(parent) = pattern.strip_prefix("*.") else {
        return false;
    };
    let parent = parent.to_ascii_lowercase();
    !parent.contains('.') || PUBLIC_SUFFIXES.contains(&parent.as_str())
}

/// Public suffixes of two and more labels below which wildcards have been seen or asked for: registries
/// and hosting services from the Public Suffix List. Suffixes of one label need no list.
const PUBLIC_SUFFIXES: &[&str] = &[
    "ac.uk",
    "co.in",
    "co.jp",
    "co.kr",
    "co.nz",
    "co.uk",
    "co.za",
    "com.ar",
    "com.au",
    "com.br",
    "com.cn",
    "com.hk",
    "com.mx",
    "com.sg",
    "com.tr",
    "com.tw",
    "edu.au",
    "gov.au",
    "gov.uk",
    "ne.jp",
    "net.au",
    "or.jp",
    "org.au",
    "org.uk",
    "appspot.com",
    "azurewebsites.net",
    "blogspot.com",
    "cloudfront.net",
    "fly.dev",
    "github.io",
    "gitlab.io",
    "herokuapp.com",
    "netlify.app",
    "ngrok.io",
    "pages.dev",
    "s3.amazonaws.com",
    "vercel.app",
    "web.app",
    "workers.dev",
];
