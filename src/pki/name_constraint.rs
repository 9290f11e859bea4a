//! Name constraints from the issuer's side: written, and asked whether a CA may sign a name (RFC 5280
//! §4.2.1.10). Matching is octet for octet on what `San` has already brought into one spelling.
//! Verifiers have their own, on what they received.

use std::net::IpAddr;

use super::der::{self, tag};
use super::dn::Name;
use super::extensions::{NameConstraints, Subtree};
use super::general_name::GeneralName;
use super::name::San;
use super::oid;
use super::tbs::Extension;
use crate::error::{Error, Result};

/// A part of the space of names, as a user writes it: a domain, an address or network, a mail address,
/// `email:HOST`, `uri:HOST`.
pub(crate) fn parse(text: &str) -> Result<GeneralName> {
    let text = text.trim();
    let host = |text: &str| {
        let bare = text.strip_prefix('.').unwrap_or(text);
        match San::parse(bare) {
            Ok(San::Dns(name)) if !name.starts_with('*') => Ok(name),
            _ => Err(Error::usage(format!("`{text}` is not a domain"))),
        }
    };
    let dotted = |text: &str| {
        Ok(format!(
            "{}{}",
            if text.starts_with('.') { "." } else { "" },
            host(text)?
        ))
    };
    let parsed = match text.split_once(':') {
        Some(("email", rest)) => dotted(rest).map(GeneralName::Email),
        Some(("uri", rest)) => dotted(rest).map(GeneralName::Uri),
        _ if text.contains('/') || text.parse::<IpAddr>().is_ok() => parse_network(text),
        _ if text.contains('@') => match San::parse(text)? {
            San::Email(address) => Ok(GeneralName::Email(address)),
            _ => Err(Error::usage(format!("`{text}` is not a mail address"))),
        },
        _ if text.starts_with('.') => Err(Error::usage(format!("`{text}` begins with a dot")).hint(format!(
            "a domain covers itself and all below it: {}",
            text.trim_start_matches('.')
        ))),
        _ => host(text).map(GeneralName::Dns),
    };
    parsed.map_err(|e| {
        e.context(format!("`{text}` is not a part of the space of names"))
            .hint("parts are like example.test, 10.0.0.0/8, me@example.test, email:example.test, uri:example.test")
    })
}

/// `10.0.0.0/8`, or one address; bits below the mask must be zero.
fn parse_network(text: &str) -> Result<GeneralName> {
    let refuse = |why: &str| Error::usage(format!("`{text}` is not a network: {why}"));
    let (address, length) = text.split_once('/').map_or((text, None), |(a, l)| (a, Some(l)));
    let address: IpAddr = address
        .parse()
        .map_err(|_| refuse("what stands before the slash is no address"))?;
    let octets = match address {
        IpAddr::V4(four) => four.octets().to_vec(),
        IpAddr::V6(six) => six.octets().to_vec(),
    };
    let all = octets.len() * 8;
    let length = length
        .map_or(Ok(all), str::parse)
        .ok()
        .filter(|length| *length <= all);
    let length = length.ok_or_else(|| refuse("its length is no number of bits that an address has"))?;
    let bits_of = |i: usize| u8::try_from(length.saturating_sub(i * 8).min(8)).unwrap_or(8);
    let mask: Vec<u8> = (0..octets.len())
        .map(|i| u8::MAX.checked_shl(u32::from(8 - bits_of(i))).unwrap_or(0))
        .collect();
    if octets.iter().zip(&mask).any(|(octet, mask)| octet & !mask != 0) {
        return Err(refuse("it has bits set below its mask"));
    }
    Ok(GeneralName::Ip([octets, mask].concat().into()))
}

/// The extension, critical as the RFC demands. Where something is permitted, but no address, all
/// addresses are excluded: a constraint on one kind of name says nothing about another.
pub(crate) fn extension(permitted: &[GeneralName], excluded: &[GeneralName]) -> Option<Extension> {
    if permitted.is_empty() && excluded.is_empty() {
        return None;
    }
    let is_ip = |name: &GeneralName| matches!(name, GeneralName::Ip(_));
    let mut excluded = excluded.to_vec();
    if !permitted.is_empty() && !permitted.iter().any(is_ip) {
        excluded.push(GeneralName::Ip([0; 8].into()));
        excluded.push(GeneralName::Ip([0; 32].into()));
    }
    let subtrees = |number: u8, names: &[GeneralName]| {
        let subtrees = der::concat(names.iter().map(|name| der::sequence([base(name)])));
        if names.is_empty() {
            Vec::new()
        } else {
            der::element(tag::constructed(number), &subtrees)
        }
    };
    let value = der::sequence([subtrees(0, permitted), subtrees(1, &excluded)]);
    Some(Extension::new(oid::NAME_CONSTRAINTS, value).critical_if(true))
}

fn base(name: &GeneralName) -> Vec<u8> {
    match name {
        GeneralName::Email(text) => der::element(tag::context(1), text.as_bytes()),
        GeneralName::Dns(text) => der::element(tag::context(2), text.as_bytes()),
        GeneralName::Uri(text) => der::element(tag::context(6), text.as_bytes()),
        GeneralName::Ip(octets) => der::element(tag::context(7), octets),
        _ => Vec::new(),
    }
}

/// Whether a CA with these constraints may sign for a subject of this name.
pub(crate) fn admits_subject(constraints: &NameConstraints, subject: &Name) -> bool {
    let bases = |subtrees: &Option<Vec<Subtree>>| {
        let all = subtrees.iter().flatten();
        let of_kind = all.filter_map(|subtree| match &subtree.base {
            GeneralName::Directory(base) => Some(subject.within(base)),
            _ => None,
        });
        of_kind.collect::<Vec<bool>>()
    };
    let permitted = bases(&constraints.permitted);
    !bases(&constraints.excluded).contains(&true) && (permitted.is_empty() || permitted.contains(&true))
}

/// Why a CA with these constraints may not sign `name`, or nothing where it may.
pub(crate) fn objection(constraints: &NameConstraints, name: &San) -> Option<String> {
    let subtrees = |of: &Option<Vec<Subtree>>| of.as_deref().unwrap_or_default().to_vec();
    let excluded = subtrees(&constraints.excluded);
    if let Some(subtree) = excluded
        .iter()
        .find(|subtree| within(name, &subtree.base) == Some(true) || stands_for(name, &subtree.base))
    {
        return Some(format!("it excludes {}", words(&subtree.base)));
    }
    let permitted = subtrees(&constraints.permitted);
    let same_kind: Vec<_> = permitted
        .iter()
        .filter(|s| within(name, &s.base).is_some())
        .collect();
    if same_kind.is_empty() || same_kind.iter().any(|s| within(name, &s.base) == Some(true)) {
        return None;
    }
    // Whoever has a host to name can take another name or an address for it.
    let is_of_host = |base: &GeneralName| matches!(base, GeneralName::Dns(_) | GeneralName::Ip(_));
    let is_choice = |base: &GeneralName| {
        within(name, base).is_some() || (is_of_host(base) && matches!(name, San::Dns(_) | San::Ip(_)))
    };
    let list: Vec<_> = permitted
        .iter()
        .map(|subtree| &subtree.base)
        .filter(|base| is_choice(base))
        .map(words)
        .collect();
    Some(format!("it permits only {}", list.join(", ")))
}

/// Hosts that lie within what these constraints permit, one for each name and network.
pub(crate) fn examples(constraints: &NameConstraints) -> Vec<String> {
    let permitted = constraints.permitted.iter().flatten();
    let host = |subtree: &Subtree| match &subtree.base {
        GeneralName::Dns(text) => Some(match text.strip_prefix('.') {
            Some(rest) => format!("www.{rest}"),
            None => text.clone(),
        }),
        GeneralName::Ip(range) => {
            let mut address = range[..range.len() / 2].to_vec();
            let is_network = range[range.len() / 2..].last() != Some(&255);
            if let Some(last) = address.last_mut().filter(|_| is_network) {
                *last |= 1;
            }
            GeneralName::Ip(address.into())
                .ip()
                .map(|address| address.to_string())
        }
        _ => None,
    };
    permitted.filter_map(host).collect()
}

/// Whether a wildcard is for a name within the base, too: `*.example.com` for `bad.example.com`.
fn stands_for(name: &San, base: &GeneralName) -> bool {
    let (San::Dns(name), GeneralName::Dns(base)) = (name, base) else {
        return false;
    };
    let first = |parent| {
        base.split_once('.')
            .filter(|(_, rest)| rest.eq_ignore_ascii_case(parent))
    };
    // What begins with a dot excludes what is below the one name that the wildcard stands for.
    let label = name.strip_prefix("*.").and_then(first).map(|(label, _)| label);
    label.is_some_and(|label| !label.is_empty())
}

/// Whether a name lies within a base of its own kind; `None` where the base is of another kind.
fn within(name: &San, base: &GeneralName) -> Option<bool> {
    match (name, base) {
        (San::Dns(name), GeneralName::Dns(base)) => Some(below(name, base)),
        (San::Email(address), GeneralName::Email(base)) => Some(mail_within(address, base)),
        (San::Ip(address), GeneralName::Ip(range)) => Some(address_within(*address, range)),
        (San::Uri(uri), GeneralName::Uri(base)) => Some(uri_within(uri, base)),
        _ => None,
    }
}

/// A DNS base covers itself and everything below; a leading dot, which many write, leaves itself out.
fn below(name: &str, base: &str) -> bool {
    let base = base.to_ascii_lowercase();
    let suffix = base.strip_prefix('.').unwrap_or(&base);
    let longer = name.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.'));
    suffix.is_empty() || longer || (name == suffix && !base.starts_with('.'))
}

/// A mail base is one address, one host, or with a leading dot every host below a domain.
fn mail_within(address: &str, base: &str) -> bool {
    let Some((_, host)) = address.rsplit_once('@') else {
        return false;
    };
    match base.split_once('@') {
        Some((local, domain)) => address == format!("{local}@{}", domain.to_ascii_lowercase()),
        None if base.starts_with('.') => below(host, base),
        None => host.eq_ignore_ascii_case(base),
    }
}

/// An address base is a network: address and mask.
fn address_within(address: IpAddr, range: &[u8]) -> bool {
    let octets = match address {
        IpAddr::V4(four) => four.octets().to_vec(),
        IpAddr::V6(six) => six.octets().to_vec(),
    };
    if range.len() != octets.len() * 2 {
        return false;
    }
    let (network, mask) = range.split_at(octets.len());
    octets
        .iter()
        .zip(network)
        .zip(mask)
        .all(|((octet, network), mask)| octet & mask == network & mask)
}

/// A URI base is a host, or with a leading dot every host below a domain.
fn uri_within(uri: &str, base: &str) -> bool {
    let host = uri.split_once("://").map(|(_, rest)| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default();
        host.split(':').next().unwrap_or_default().to_ascii_lowercase()
    });
    host.is_some_and(|host| {
        if base.starts_with('.') {
            below(&host, base)
        } else {
            host.eq_ignore_ascii_case(base)
        }
    })
}

fn words(base: &GeneralName) -> String {
    match base {
        GeneralName::Ip(range) => network(range),
        other => other.to_string(),
    }
}

/// A network as people write it: `10.0.0.0/8`.
fn network(range: &[u8]) -> String {
    let (address, mask) = range.split_at(range.len() / 2);
    let bits: u32 = mask.iter().map(|octet| octet.count_ones()).sum();
    match GeneralName::Ip(address.into()).ip() {
        Some(address) => format!("{address}/{bits}"),
        None => "a damaged network".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn constraints(permitted: &[GeneralName], excluded: &[GeneralName]) -> NameConstraints {
        let trees = |bases: &[GeneralName]| {
            let tree = |base: &GeneralName| Subtree {
                base: base.clone(),
                minimum: 0,
                maximum: None,
            };
            (!bases.is_empty()).then(|| bases.iter().map(tree).collect())
        };
        NameConstraints {
            permitted: trees(permitted),
            excluded: trees(excluded),
        }
    }

    fn allows(constraints: &NameConstraints, name: &str) -> bool {
        objection(constraints, &San::parse(name).expect(name)).is_none()
    }

    #[test]
    fn parts_of_the_space_of_names_are_read_as_people_write_them() {
        let parsed = |text: &str| parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(
            parsed("Bücher.example"),
            GeneralName::Dns("xn--bcher-kva.example".into())
        );
        assert_eq!(
            parsed("10.0.0.0/8"),
            GeneralName::Ip([10, 0, 0, 0, 255, 0, 0, 0].into())
        );
        assert_eq!(
            parsed("10.0.0.1"),
            GeneralName::Ip([10, 0, 0, 1, 255, 255, 255, 255].into())
        );
        assert_eq!(
            parsed("172.16.0.0/12"),
            GeneralName::Ip([172, 16, 0, 0, 255, 240, 0, 0].into())
        );
        assert_eq!(
            parsed("email:.example.com"),
            GeneralName::Email(".example.com".into())
        );
        assert_eq!(parsed("uri:example.com"), GeneralName::Uri("example.com".into()));
        for text in [
            "",
            ".example.com",
            "10.0.0.1/8",
            "10.0.0.0/33",
            "::/129",
            "*.example.com",
            "a b",
            "x/8",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_domain_covers_itself_and_what_is_below() {
        let only = constraints(
            &[GeneralName::Dns("Example.com".into())],
            &[GeneralName::Dns("x.example.com".into())],
        );
        assert!(allows(&only, "example.com"));
        assert!(allows(&only, "a.b.example.com"));
        assert!(allows(&only, "*.a.example.com"));
        assert!(!allows(&only, "badexample.com"));
        assert!(!allows(&only, "a.x.example.com"));
        assert!(allows(&only, "10.0.0.1"), "another kind is not constrained");
    }

    #[test]
    fn a_wildcard_is_not_for_an_excluded_name_either() {
        let but = constraints(&[], &[GeneralName::Dns("Bad.example.com".into())]);
        assert!(!allows(&but, "*.example.com"));
        assert!(!allows(&but, "*.bad.example.com"));
        assert!(allows(&but, "*.com"), "which is not for a name two labels below");
        assert!(allows(&but, "*.good.example.com"));
        assert!(allows(&but, "example.com"));
    }

    #[test]
    fn a_leading_dot_leaves_the_domain_itself_out() {
        let below = constraints(&[GeneralName::Dns(".example.com".into())], &[]);
        assert!(allows(&below, "a.example.com"));
        assert!(!allows(&below, "example.com"));
    }

    #[test]
    fn networks_addresses_and_hosts_of_uris_are_matched() {
        let ten = GeneralName::Ip([10, 0, 0, 0, 255, 0, 0, 0].into());
        let only = constraints(
            &[
                ten,
                GeneralName::Email("example.com".into()),
                GeneralName::Uri(".example.com".into()),
            ],
            &[],
        );
        assert!(allows(&only, "10.1.2.3"));
        assert!(!allows(&only, "11.0.0.1"));
        assert!(!allows(&only, "::1"));
        assert!(allows(&only, "me@example.com"));
        assert!(!allows(&only, "me@mail.example.com"));
        assert!(allows(&only, "https://u@a.example.com:1/x"));
        assert!(!allows(&only, "https://example.org/"));
        assert_eq!(
            objection(&only, &San::parse("11.0.0.1").expect("an address")).expect("refused"),
            "it permits only 10.0.0.0/8"
        );
    }
}
