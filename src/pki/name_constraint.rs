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

/// The extension, critical as the RFC demands. A constraint on one kind of name says nothing about another: so a
/// domain stands for its mail addresses and URIs too, and where something is permitted, the kinds of which nothing
/// is are closed.
pub(crate) fn extension(permitted: &[GeneralName], excluded: &[GeneralName]) -> Option<Extension> {
    if permitted.is_empty() && excluded.is_empty() {
        return None;
    }
    let (permitted, excluded) = completed(permitted, excluded);
    Some(exactly(&permitted, &excluded))
}

/// The extension with these and no others.
pub(crate) fn exactly(permitted: &[GeneralName], excluded: &[GeneralName]) -> Extension {
    let subtrees = |number: u8, names: &[GeneralName]| {
        let subtrees = der::concat(names.iter().map(|name| der::sequence([base(name)])));
        if names.is_empty() {
            Vec::new()
        } else {
            der::element(tag::constructed(number), &subtrees)
        }
    };
    let value = der::sequence([subtrees(0, permitted), subtrees(1, excluded)]);
    Extension::new(oid::NAME_CONSTRAINTS, value).critical_if(true)
}

/// Both with what they mean for other kinds of names. Addresses have a network that is all of them. No other kind
/// has a form for "all" that every client knows: OpenSSL takes an empty mail or URI constraint for no name, Java
/// does not even read a certificate with one, and fails on an empty DNS constraint. So nothing is permitted but a
/// name that nobody has (RFC 6761 §6.4), and that is excluded, too, for which GnuTLS refuses any URI at all.
fn completed(permitted: &[GeneralName], excluded: &[GeneralName]) -> (Vec<GeneralName>, Vec<GeneralName>) {
    let (mut open, mut shut) = (permitted.to_vec(), excluded.to_vec());
    for of in [GeneralName::Email, GeneralName::Uri] {
        // Whoever says which mail addresses or URIs are permitted means these.
        if !permitted.iter().any(|name| same_kind(name, &of(String::new()))) {
            open.extend(of_domains(permitted, of));
        }
        shut.extend(of_domains(excluded, of).filter(|name| !excluded.contains(name)));
    }
    if permitted.is_empty() {
        return (open, shut);
    }
    for of in [GeneralName::Dns, GeneralName::Email, GeneralName::Uri] {
        let nobody = of(NOBODY.to_owned());
        if !open.iter().any(|name| same_kind(name, &nobody)) {
            open.push(nobody.clone());
            shut.push(nobody);
        }
    }
    if !open.iter().any(|name| matches!(name, GeneralName::Ip(_))) {
        shut.extend([&[0; 8][..], &[0; 32]].map(|all| GeneralName::Ip(all.into())));
    }
    (open, shut)
}

/// The domains among `names` as constraints of another kind: each itself and what is below. RFC 5280 wants a whole
/// domain for URIs: one label alone is not taken for one.
fn of_domains(names: &[GeneralName], of: fn(String) -> GeneralName) -> impl Iterator<Item = GeneralName> {
    let is_uri = matches!(of(String::new()), GeneralName::Uri(_));
    let domains = names.iter().filter_map(move |name| match name {
        GeneralName::Dns(domain) if domain.contains('.') || !is_uri => Some(domain),
        _ => None,
    });
    domains.flat_map(move |domain| [of(domain.clone()), of(format!(".{domain}"))])
}

fn same_kind(one: &GeneralName, other: &GeneralName) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

/// A domain that nobody has, with a dot in it, since RFC 5280 wants a whole domain for URIs.
const NOBODY: &str = "none.invalid";

/// Whether a base is there to close its kind.
fn is_nobody(base: &GeneralName) -> bool {
    match base {
        GeneralName::Dns(text) | GeneralName::Email(text) | GeneralName::Uri(text) => text == NOBODY,
        _ => false,
    }
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
        .filter(|base| is_choice(base) && !is_nobody(base))
        .map(words)
        .collect();
    Some(match (&list[..], name) {
        ([], San::Dns(_) | San::Ip(_)) => "it permits no host".to_owned(),
        ([], San::Email(_)) => "it permits no mail address".to_owned(),
        ([], San::Uri(_)) => "it permits no URI".to_owned(),
        (list, _) => format!("it permits only {}", list.join(", ")),
    })
}

/// Whether a common name on a certificate without DNS names does no harm: OpenSSL, GnuTLS and Java then hold what
/// could be a host's name, a number with dots included, against the constraints on DNS names.
pub(crate) fn admits_common_name(constraints: &NameConstraints, text: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    !text.chars().all(part) || objection(constraints, &San::Dns(text.to_ascii_lowercase())).is_none()
}

/// Hosts that lie within what these constraints permit, one for each name and network.
pub(crate) fn examples(constraints: &NameConstraints) -> Vec<String> {
    let permitted = constraints.permitted.iter().flatten();
    let permitted = permitted.filter(|subtree| !is_nobody(&subtree.base));
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
    fn what_is_permitted_of_one_kind_closes_all_others() {
        let names = [
            "a.test",
            "10.0.0.1",
            "me@a.test",
            "https://a.test/",
            "b.test",
            "8.8.8.8",
            "me@b.test",
            "https://b.test/",
            "urn:uuid:1",
            "x.none.invalid",
            "me@none.invalid",
            "https://none.invalid",
        ];
        for (permitted, may) in [
            ("a.test", &["a.test", "me@a.test", "https://a.test/"][..]),
            ("10.0.0.0/8", &["10.0.0.1"]),
            ("email:a.test", &["me@a.test"]),
            ("uri:a.test", &["https://a.test/"]),
        ] {
            let (open, shut) = completed(&[parse(permitted).expect(permitted)], &[]);
            let only = constraints(&open, &shut);
            let allowed: Vec<&str> = names.into_iter().filter(|name| allows(&only, name)).collect();
            assert_eq!(allowed, may, "{permitted}");
            assert!(
                !examples(&only).iter().any(|name| name.contains(NOBODY)),
                "{permitted}"
            );
        }
        let both = [parse("a.test"), parse("email:b.test")].map(|part| part.expect("a part"));
        let (open, shut) = completed(&both, &[]);
        let only = constraints(&open, &shut);
        assert!(allows(&only, "me@b.test") && !allows(&only, "me@a.test"));
    }

    #[test]
    fn an_excluded_domain_is_excluded_for_mail_and_uris_too() {
        let part = |text| parse(text).expect(text);
        let (open, shut) = completed(&[part("a.test")], &[part("x.a.test"), part("email:other.test")]);
        let but = constraints(&open, &shut);
        for name in ["x.a.test", "me@x.a.test", "me@y.x.a.test", "https://x.a.test/"] {
            assert!(!allows(&but, name), "{name}");
        }
        for name in ["y.a.test", "me@y.a.test", "https://y.a.test/"] {
            assert!(allows(&but, name), "{name}");
        }
        let (open, shut) = completed(&[], &[part("a.test")]);
        let but = constraints(&open, &shut);
        assert!(allows(&but, "b.test") && allows(&but, "me@b.test") && allows(&but, "10.0.0.1"));
        assert!(!allows(&but, "me@a.test"));
    }

    #[test]
    fn a_common_name_that_could_be_a_host_is_held_against_the_constraints() {
        let ten = constraints(
            &[
                GeneralName::Ip([10, 0, 0, 0, 255, 0, 0, 0].into()),
                GeneralName::Dns("a.test".into()),
            ],
            &[],
        );
        for (text, admitted) in [
            ("10.0.0.1", false),
            ("Bob", false),
            ("Bob Smith", true),
            ("x.A.test", true),
        ] {
            assert_eq!(admits_common_name(&ten, text), admitted, "{text}");
        }
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
